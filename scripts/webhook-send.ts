/**
 * `npm run webhook:send -- TYPE [--contractor ID | --onboarding ID] [--to URL]`: signs a test event by the scheme of the
 * settings and posts it, by default to the running app of the settings. Prints what was answered, and why if it was
 * refused. It is made up: the API does not know it.
 */
import { ConfigError, loadEnvFile, readConfig, type Config } from '../src/config';
import { EVENT_TYPES, type EventType } from '../src/coverage/event-types';
import type { KnownPolicy } from '../src/coverage/derive';
import { OWN_WORDS } from '../src/own-words';
import { createStore } from '../src/store/store';
import { refusalWords } from '../src/webhooks/refusals';
import { readWords, runCommand, UsageError } from './support/command';
import { installationOf, openDatabase } from './support/installation';
import { eventOf, type About } from './webhook-send/bodies';
import { nowSeconds, send } from './webhook-check/sender';

const USAGE = 'npm run webhook:send -- TYPE [--contractor ID | --onboarding ID] [--to URL]';

async function main(args: string[]): Promise<void> {
  const { values, positionals } = readWords(USAGE, args, {
    contractor: { type: 'string' },
    onboarding: { type: 'string' },
    to: { type: 'string' },
  });
  const [type = ''] = positionals;
  if (!isType(type))
    throw new UsageError(`Which type? One of:\n${Object.keys(EVENT_TYPES).join('\n')}`, USAGE);
  const config = readConfig(loadEnvFile());
  const installation = installationOf(config);
  try {
    const url = values.to ?? installation.webhookUrl;
    if (!URL.canParse(url)) throw new UsageError('--to is not a URL.', USAGE);
    const about = values.onboarding === undefined ? {} : await objectsOf(config, values.onboarding);
    const event = eventOf(
      type,
      { ...about, ...(values.contractor && { contractor: values.contractor }) },
      nowSeconds(),
    );
    await deliver(url, event, await signingOf(config, installation));
  } finally {
    installation.api.close();
  }
}

const isType = (text: string): text is EventType => Object.hasOwn(EVENT_TYPES, text);

/** What the onboarding uses, as the database has it. */
async function objectsOf(config: Config, id: string): Promise<About> {
  const database = openDatabase(config);
  const store = database && createStore(database, Date.now);
  try {
    const row = await store?.onboardings.find(id);
    if (!row) throw new Error(`There is no onboarding ${id} in the database of the settings.`);
    const { id: policy } = JSON.parse(row.coverage ?? '{}') as Partial<KnownPolicy>;
    return {
      contractor: row.contractor_id ?? undefined,
      job: row.job_id ?? undefined,
      quote: row.quote_id ?? undefined,
      session: row.session_id ?? undefined,
      policy: policy ?? undefined,
    };
  } finally {
    await store?.close();
  }
}

/** The secret of the settings, else that of the endpoint at the API; and a scheme that can use it. */
async function signingOf(config: Config, { api, schemes, webhookUrl }: ReturnType<typeof installationOf>) {
  const [first] = config.webhooks.secrets;
  const secret = first ?? (await secretAtApi());
  if (!secret)
    throw new Error(
      `No secret is known to sign with. Set TEN99POLICY_WEBHOOK_SECRETS, or register the endpoint: npm run webhook:register -- ${webhookUrl}`,
    );
  const scheme = schemes.find((one) => one.takes(secret));
  if (!scheme) throw new Error('The secret is not written as TEN99POLICY_WEBHOOK_SCHEME needs it.');
  return { secret, scheme };

  async function secretAtApi(): Promise<string | null> {
    const endpoints = await api.listWebhookEndpoints({ limit: 100 });
    const ours = endpoints.filter(({ url }) => url === webhookUrl).at(-1);
    return ours ? (await api.getWebhookEndpoint(ours.id)).secret : null;
  }
}

type Signing = Awaited<ReturnType<typeof signingOf>>;

async function deliver(
  url: string,
  event: Record<string, unknown>,
  { secret, scheme }: Signing,
): Promise<void> {
  const body = JSON.stringify(event);
  const headers = scheme.sign(body, secret, nowSeconds(), String(event['id']));
  console.log(`${body}\n\nTo ${url}, signed by ${scheme.name}.`);
  const answer = await send({ url, secrets: [secret], scheme }, body, { headers });
  console.log(`Answered ${answer.status} ${JSON.stringify(answer.body)}`);
  if (typeof answer.status === 'number' && answer.status >= 200 && answer.status < 300) return;
  process.exitCode = 1;
  const { error } = answer.body;
  if (typeof answer.status === 'string')
    console.log('Nothing answers there. Start the app, or name another URL with --to.');
  else if (typeof error === 'string') {
    const { reason, fix } = refusalWords(error, OWN_WORDS);
    console.log(`Why: ${reason}\nWhat to do: ${fix}`);
  }
}

void runCommand(main, (error) => (error instanceof ConfigError ? 2 : 1));
