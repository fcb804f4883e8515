// A platform that was there before: its own layout, sessions, protection of forms, login, a Content-Security-Policy with
// nonces, and compression. What is about insurance was carried here by `npm run lift`, into the folder insurance.
import compression from 'compression';
import { csrfSync } from 'csrf-sync';
import ejs from 'ejs';
import express, { type Request, type Response } from 'express';
import session from 'express-session';
import helmet from 'helmet';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { startMaintenance } from './insurance/maintenance.ts';
import { createOnboarding } from './insurance/onboarding/create-onboarding.ts';
import { createPolicyApi } from './insurance/policy-api/client.ts';
import { openStore } from './insurance/store/open.ts';
import { registerWebhook } from './insurance/webhooks/register.ts';
import { timestamped } from './insurance/webhooks/schemes/timestamped.ts';
import { WebhookSecrets } from './insurance/webhooks/secrets.ts';

declare module 'express-session' {
  interface SessionData {
    name: string;
  }
}
const { API_BASE = '', API_KEY = '', DATA = 'data', HOSTS = '', PASSWORD, PUBLIC_URL = '' } = process.env;

const app = express();
// With a setting of its own, which the pages of insurance do without.
app.engine('ejs', (file, data, done) => void ejs.renderFile(file, data, { delimiter: '?' }, done));
app.set('views', path.join(import.meta.dirname, 'views')).set('view engine', 'ejs');

const { generateToken, csrfSynchronisedProtection } = csrfSync({
  getTokenFromRequest: ({ body }: Request) => (body as { token?: string }).token,
});
const user = (req: Request) => (req.session.name === undefined ? null : { name: req.session.name });
const nonceOf = (res: Response) => (res.locals as { nonce: string }).nonce;

function show(req: Request, res: Response, page: { title: string; head?: string; body: string }): void {
  res.render('layout', { head: '', ...page, user: user(req), nonce: nonceOf(res) });
}

/** What is known of the coverage of each contractor, for the platform's own pages. */
const coverageOf = new Map<string, string>();

const api = createPolicyApi({ baseUrl: API_BASE, apiKey: API_KEY, environment: 'sandbox' });
const store = await openStore({ dataDir: DATA, databaseUrl: null, tablePrefix: 'ins_' }, Date.now, console);
const secrets = new WebhookSecrets();
const onboarding = createOnboarding({
  basePath: '/insurance',
  publicUrl: PUBLIC_URL,
  folder: path.join(import.meta.dirname, 'insurance'),
  api,
  store,
  logger: console,
  webhook: { secrets, schemes: [timestamped()] },
  applicationHosts: [HOSTS],
  csrf: { field: 'token', token: (req) => generateToken(req) },
  guard: csrfSynchronisedProtection,
  session: (req) => req.session,
  user,
  render: show,
  nonce: (_req, res) => nonceOf(res),
  onCoverageChange: ({ contractorId, coverage }) => {
    if (contractorId !== null) coverageOf.set(contractorId, coverage.reasons.join(' '));
  },
});

app.use('/insurance', onboarding.webhook);
app.use((_req, res, next) => {
  res.locals['nonce'] = randomBytes(16).toString('base64');
  next();
});
const byNonce = (_req: unknown, res: unknown) => `'nonce-${nonceOf(res as Response)}'`;
app.use(helmet({ contentSecurityPolicy: { directives: { scriptSrc: [byNonce], styleSrc: [byNonce] } } }));
app.use(compression());
app.use(session({ secret: randomBytes(32).toString('hex'), resave: false, saveUninitialized: false }));
app.use('/insurance', onboarding.contractor);
app.get('/login', (req, res) => {
  const token = `<input type="hidden" name="token" value="${generateToken(req)}">`;
  const field = '<label>Password <input name="password" type="password"></label>';
  show(req, res, { title: 'Log in', body: `<form method="post">${token}${field}<button>Go</button></form>` });
});
app.post('/login', express.urlencoded({ extended: false }), csrfSynchronisedProtection, (req, res) => {
  const { password } = req.body as { password?: string };
  if (!PASSWORD || password !== PASSWORD) return void res.status(401).send('Wrong password.');
  req.session.regenerate(() => {
    req.session.name = 'Dana';
    res.redirect(303, '/insurance/');
  });
});
app.use((req, res, next) => (user(req) ? next() : res.redirect(303, '/login')));
app.use('/insurance', onboarding.operator);
app.get('/', (req, res) => {
  const workers = [...coverageOf].map(([id, reasons]) => `<p>${ejs.escapeXML(`${id}: ${reasons}`)}</p>`);
  show(req, res, { title: 'Workers', body: `<h1>Workers</h1>${workers.join('')}` });
});
app.listen(Number(process.env['PORT']), '127.0.0.1', () => console.log(PUBLIC_URL));
const endpoint = { url: onboarding.webhookUrl, remember: (secret: string) => secrets.add(secret) };
registerWebhook(api, endpoint).catch((error: unknown) => console.error('No endpoint for webhooks', error));
startMaintenance({ onboarding, store, logger: console, now: Date.now, syncEveryMs: null });
