/** The app as it is: `createApp` with all its middleware, its own database, and its log switched on. */
import ejs from 'ejs';
import { sql } from 'kysely';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { createApp } from '../../src/app';
import { readConfig } from '../../src/config';
import { TAKEN_UP } from '../../src/contractors/known/take-up';
import { newId, newKey, newToken } from '../../src/lib/random';
import { createLogger } from '../../src/logger';
import type { ApiCall } from '../../src/policy-api/calls';
import { createPolicyApi } from '../../src/policy-api/client';
import { tidy } from '../../src/maintenance';
import { migrate } from '../../src/store/migrate';
import { createStore } from '../../src/store/store';
import { WebhookSecrets } from '../../src/webhooks/secrets';
import { WebhookState } from '../../src/webhooks/state';
import { testDatabase } from '../../test/support/databases';
import { fillStore, type Amounts } from '../../test/support/fill-store';
import { receive } from '../support/receive';
import { serve } from '../support/serve';

export interface AppOptions {
  apiBase?: string;
  apiKey?: string;
  secret?: string;
}

/** What was rendered for one page, for a server that renders the same bytes. */
export interface RenderedView {
  view: string;
  page: { hood?: unknown };
  model: object;
}

const VIEWS = path.join(PROJECT_ROOT, 'views');
/** Of the page that is recorded: the first view, as the layout around it is the same for all. */
let rendered: RenderedView | null = null;
const { compile } = ejs;
ejs.compile = ((text: string, options: { filename: string }) => {
  const template = compile(text, options);
  const view = path.relative(VIEWS, options.filename).replace(/\.ejs$/, '');
  return (data: Omit<RenderedView, 'view'>) => {
    rendered ??= { view, page: data.page, model: data.model };
    return template(data);
  };
}) as typeof compile;

serve(async (options: AppOptions, url) => {
  const {
    apiBase = 'http://127.0.0.1:9/api/v1',
    apiKey = 't9k_test_aKeyThatNoServerIsAskedWith',
    secret,
  } = options;
  const made = await testDatabase();
  const store = createStore(made.database, Date.now);
  const config = readConfig({
    TEN99POLICY_API_KEY: apiKey,
    TEN99POLICY_API_BASE: apiBase,
    TEN99POLICY_APPLICATION_HOSTS: new URL(apiBase).host,
    PUBLIC_URL: url,
    TRUST_PROXY: 'loopback',
  });
  let calls: ApiCall[] | null = null;
  let tableNames: string | null = null;
  const onCall = (call: ApiCall) => void calls?.push(call);
  const api = createPolicyApi({ baseUrl: config.api.baseUrl, apiKey, environment: 'sandbox', onCall });
  const app = createApp({
    config: { ...config, publicUrl: url, sessionSecret: 'a secret of the benchmarks' },
    environment: 'local',
    api,
    store,
    newId,
    newKey,
    newToken,
    secrets: new WebhookSecrets(secret === undefined ? [] : [secret]),
    webhookState: new WebhookState(),
    logger: createLogger(config.logLevel),
    now: Date.now,
    monotonicMs: () => performance.now(),
  });
  const { express } = app;
  return {
    handle: express,
    questions: {
      /** From now on, notes what is rendered and the calls that are made. */
      record: () => {
        calls = [];
        rendered = null;
      },
      /** The calls since the last time, and what was rendered last. */
      recorded: () => {
        const seen = { calls, rendered };
        calls = [];
        return JSON.parse(JSON.stringify(seen)) as unknown;
      },
      endRecord: () => {
        calls = null;
      },
      fill: async (amounts) => {
        await fillStore(made.database, amounts as Amounts);
        // As an app that has been started before.
        await store.settings.set(TAKEN_UP, 'yes');
      },
      /** What was answered before is not given again: a statement that names a table may have changed it. */
      forgetAnswers: async () => {
        if (made.database.engine === 'postgres') return;
        tableNames ??= (await made.database.sql.introspection.getTables()).map(({ name }) => name).join(' ');
        await sql.raw(`delete from settings where 0 /* ${tableNames} */`).execute(made.database.sql);
      },
      tidy: () => tidy(store, Date.now),
      catchUp: () => app.catchUp(),
      /** So many new events of objects that are known here wait to be applied. */
      receive: (amount) => receive(store, amount as number),
      /** Opens the same database once more, as a start does. */
      open: async () => {
        const again = made.again();
        await migrate(again);
        await again.close();
      },
      countWaiting: async () => {
        const { n } = await made.database.sql
          .selectFrom('events')
          .select((eb) => eb.fn.countAll<number>().as('n'))
          .where('applied', '=', 0)
          .executeTakeFirstOrThrow();
        return Number(n);
      },
      countEvents: async () => {
        const { n } = await made.database.sql
          .selectFrom('events')
          .select((eb) => eb.fn.countAll<number>().as('n'))
          .executeTakeFirstOrThrow();
        return Number(n);
      },
    },
    stop: async () => {
      app.endStreams();
      await app.close();
      api.close();
      await made.drop();
    },
  };
});
