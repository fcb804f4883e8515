/** A part that can be carried away: where it begins, and what its new owner has to know. */
export interface Part {
  what: string;
  /** The file whose first comment says what the part needs. */
  head: string;
  /** What the host calls; everything they import comes along. */
  entries: readonly string[];
  /** Folders and files that are no code, taken as they are. */
  assets?: readonly string[];
  /** What the host brings itself. */
  provide: readonly string[];
  /** The lines that mount it, with `{name}` for the way to a file that was copied. */
  mount: string;
}

export const PARTS = {
  webhook: {
    what: 'the webhook route: Express 4 and 5, Fastify and plain Node',
    head: 'src/webhooks/receive.ts',
    entries: [
      ...['express', 'fastify', 'node', 'register', 'secrets'].map((name) => `src/webhooks/${name}.ts`),
      ...['timestamped', 'standard-webhooks', 'hmac'].map((name) => `src/webhooks/schemes/${name}.ts`),
    ],
    provide: [
      'secrets: the signing secret of your endpoint, from the dashboard or from registerWebhook',
      "record(event): keep it under its unique event.key, and resolve to 'new' or 'duplicate' after the commit",
      "schemes: one of timestamped(), standardWebhooks() and hmac(); the vendor does not say which, so try, or carry the part 'confirm' too",
    ],
    mount: `import { expressWebhook } from '{webhooks/express}';
import { timestamped } from '{webhooks/schemes/timestamped}';

// Before any body parser: signatures are made over the raw bytes.
app.use(expressWebhook({ path: '/webhooks/1099policy', secrets: [secret], schemes: [timestamped()], record, logger }));

// Fastify: app.register(fastifyWebhook({ … the same … })), of '{webhooks/fastify}'.
// node:http: createServer(nodeWebhook({ … the same … })), of '{webhooks/node}'. Without \`path\` it answers all.`,
  },
  confirm: {
    what: 'for the webhook route: asks the API about deliveries whose signature cannot be checked',
    head: 'src/webhooks/confirm.ts',
    entries: ['src/webhooks/confirm.ts'],
    provide: ['api: a client with getEvent and listEvents, such as the part client'],
    mount: `import { createConfirmation } from '{webhooks/confirm}';

// The route is that of the part webhook, in the same folder.
app.use(expressWebhook({ path: '/webhooks/1099policy', secrets: [], schemes: [], confirm: createConfirmation(api), record, logger }));`,
  },
  client: {
    what: 'the API client: every operation, errors, retries, one normaliser for the variants of the API',
    head: 'src/policy-api/client.ts',
    entries: ['src/policy-api/client.ts'],
    provide: ['baseUrl, apiKey and environment; an HTTP proxy, if there is one'],
    mount: `import { createPolicyApi } from '{policy-api/client}';

const api = createPolicyApi({ baseUrl: 'https://api.1099policy.com/api/v1', apiKey, environment: 'sandbox' });`,
  },
  quote: {
    what: 'quotes, the hand-over to the application, and later jobs, as three plain functions; with the client',
    head: 'src/quote/fetch-quote.ts',
    entries: ['fetch-quote', 'open-application', 'assign'].map((name) => `src/quote/${name}.ts`),
    provide: [
      'api: the client that comes along',
      'a key for each thing to be made, kept before the call: with the same key nothing is made twice',
      'a place for the ids that come back, to be given as `previous` the next time',
    ],
    mount: `import { createPolicyApi } from '{policy-api/client}';
import { fetchQuote } from '{quote/fetch-quote}';
import { openApplication } from '{quote/open-application}';

const api = createPolicyApi({ baseUrl: 'https://api.1099policy.com/api/v1', apiKey, environment: 'sandbox' });

async function applicationUrl() {
  const { quote } = await fetchQuote(api, { contractor, job, coverage_type: ['general'] }, { key });
  const { url } = await openApplication(api, quote.id, { returnTo, allowedHosts: ['apply.1099policy.com'], key });
  return url;
}`,
  },
  coverage: {
    what: '"covered now?", answered from policies, assignments and certificates together',
    head: 'src/coverage/coverage-of.ts',
    entries: ['coverage-of', 'facts-of-contractor'].map((name) => `src/coverage/${name}.ts`),
    provide: [
      'api: a client such as the part client',
      'active: the ids of the contractor’s assignments for which the event `assignment.active` came',
      'what is not read to its end proves nothing: see `complete` and `unread` of the answer',
    ],
    mount: `import { coverageOf } from '{coverage/coverage-of}';
import { factsOfContractor } from '{coverage/facts-of-contractor}';

async function isCovered() {
  const { facts, unread } = await factsOfContractor(api, contractor, { job, active });
  const now = coverageOf(facts, { at: Date.now() / 1000, job });
  if (!now.covered) throw new Error([...now.reasons, ...unread].join(' '));
}`,
  },
  gate: {
    what: '"may this contractor start this job?", a no whenever there is doubt; with the part coverage',
    head: 'src/compliance/gate.ts',
    entries: ['src/compliance/gate.ts', 'src/coverage/facts-of-contractor.ts'],
    provide: [
      'api and active, as for the part coverage; or facts that you keep, and how old they are',
      'whether there is such a job, if the API is not asked for it here',
    ],
    mount: `import { gateOf, notAnswered } from '{compliance/gate}';
import { factsOfContractor } from '{coverage/facts-of-contractor}';

async function mayStart() {
  const question = { contractor, job, at: Date.now() / 1000, coverage: ['general'] };
  const known = await factsOfContractor(api, contractor, { job, active }).then(
    ({ facts, unread }) => ({ facts, unread, ageSeconds: 0, jobExists: true, isUnknown: false, problem: null }),
    (error) => ({ facts: null, ageSeconds: null, jobExists: null, ...notAnswered(error) }),
  );
  const { decision, reasons } = gateOf(question, known, 60);
  if (!decision) throw new Error(reasons.join(' '));
}`,
  },
  journey: {
    what: 'the whole journey with its pages, store and webhook route, to be mounted in an Express 5 site',
    head: 'src/onboarding/create-onboarding.ts',
    entries: [
      'src/onboarding/create-onboarding.ts',
      'src/maintenance.ts',
      'src/policy-api/client.ts',
      'src/store/open.ts',
      'src/webhooks/register.ts',
      'src/webhooks/schemes/timestamped.ts',
      'src/webhooks/secrets.ts',
    ],
    assets: ['views', 'public'],
    provide: [
      'csrf: the field and the token of your protection against forged forms, which runs as `guard`, or before the operator’s router if it can read forms with files',
      'session: an object kept for a browser, such as req.session; it is changed until the headers are written',
      'user: who is signed in, or null; each sees all onboardings',
      'render: your layout, for contractors without a session too (page.for says whom); it puts `head` into the head and `body` into the body (absent: ours)',
      'nonce: of your Content-Security-Policy, if it has one; pictures and connections need `self`',
      'publicUrl: the origin that browsers and webhook senders reach you at',
      'folder: where views and public are; compilers do not copy them beside the code, into dist',
      'a database: databaseUrl of PostgreSQL, or null for an embedded one, which takes a tablePrefix and no schema',
      'on Node 20 with the embedded one, its engine: npm install @photostructure/sqlite',
    ],
    mount: `import { createOnboarding } from '{onboarding/create-onboarding}';
import { startMaintenance } from '{maintenance}';
import { createPolicyApi } from '{policy-api/client}';
import { openStore } from '{store/open}';
import { registerWebhook } from '{webhooks/register}';
import { timestamped } from '{webhooks/schemes/timestamped}';
import { WebhookSecrets } from '{webhooks/secrets}';

async function main() {
  const api = createPolicyApi({ baseUrl: 'https://api.1099policy.com/api/v1', apiKey, environment: 'sandbox' });
  const store = await openStore({ dataDir: 'data', databaseUrl, schema: 'insurance' }, Date.now, logger);
  const secrets = new WebhookSecrets();
  const onboarding = createOnboarding({
    basePath: '/insurance', publicUrl, folder, api, store, logger,
    webhook: { secrets, schemes: [timestamped()] }, applicationHosts: ['apply.1099policy.com', 'my.1099policy.com'],
    csrf, session, user, render, nonce,
  });

  app.use('/insurance', onboarding.webhook); // Before any body parser: signatures are made over the raw bytes.
  app.use('/insurance', onboarding.contractor); // Open to all.
  app.use('/insurance', onboarding.operator); // After your session, protection of forms and login.
  const server = app.listen(port);

  // Learns the secret at each start. If the dashboard has your endpoint: new WebhookSecrets([secret]), and not this.
  // It rejects where the API cannot be asked, which is no reason for your site to end.
  registerWebhook(api, { url: onboarding.webhookUrl, remember: (secret) => secrets.add(secret) })
    .catch((error) => logger.error({ err: error }, 'no endpoint for webhooks: start again once the API answers'));
  const endMaintenance = startMaintenance({ onboarding, store, logger, now: Date.now, syncEveryMs: 300_000 });

  process.once('SIGTERM', async () => {
    await endMaintenance();
    onboarding.endStreams();
    await new Promise((resolve) => server.close(resolve));
    await onboarding.close();
    api.close();
    await store.close();
  });
}
main();`,
  },
} as const satisfies Record<string, Part>;

export type PartName = keyof typeof PARTS;
