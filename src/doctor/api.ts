/** Whether the API answers, to our key, in the environment that is meant, and by the same clock. */
import { counted } from '../../lib/counted';
import { isLoopbackHost } from '../../lib/hosts';
import type { SiteWords } from '../pages/site-words';
import type { PolicyApi } from '../policy-api/client';
import { PolicyApiError } from '../policy-api/errors';
import { ok, problem, reasonOf, skipped, warning, type Check, type Said } from './finding';

export interface ApiDeps {
  api: Pick<PolicyApi, 'listEvents' | 'listCategoryCodes'>;
  apiBase: string;
  environment: 'sandbox' | 'production';
  /** When the last answer was made by the clock of the API, and when it came by ours, in epoch milliseconds. */
  apiTime: () => { theirs: number; ours: number } | null;
  /** How far the times of deliveries may be apart, in seconds; null: no scheme signs one. */
  toleranceSeconds: number | null;
  words: SiteWords;
}

export function apiChecks(deps: ApiDeps): Record<string, Check> {
  // Asked once, for all that depend on it.
  let asked: Promise<PolicyApiError | null> | undefined;
  const answer = () => (asked ??= failureOf(deps.api.listEvents({ limit: 1 })));
  const whenAnswered =
    (check: Check): Check =>
    async () =>
      (await answer()) === null
        ? check()
        : skipped('It cannot be told while the API refuses or does not answer.');
  return {
    'API and key': async () => keySaid(await answer(), deps),
    Environment: () => environmentSaid(deps),
    'Category codes': whenAnswered(() => codesSaid(deps)),
    'Clock against the API': whenAnswered(() => clockSaid(deps)),
  };
}

async function failureOf(call: Promise<unknown>): Promise<PolicyApiError | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (error instanceof PolicyApiError) return error;
    throw error;
  }
}

function keySaid(failure: PolicyApiError | null, { apiBase, words }: ApiDeps): Said {
  if (failure === null) return ok(`The API at ${apiBase} answers and takes the key.`);
  if (failure.status === 401 || failure.status === 403)
    return problem(
      `The API at ${apiBase} refuses the key.`,
      `Copy it again from the API Keys page of the dashboard to ${words.apiKey}, and check ${words.environment}.`,
    );
  return problem(
    `The API at ${apiBase} could not be asked: ${reasonOf(failure)}`,
    unreachableFix(apiBase, words),
  );
}

const unreachableFix = (apiBase: string, words: SiteWords): string =>
  isLocal(apiBase) ? words.startSandbox : `Check ${words.apiBase}, the network, and ${words.proxy}.`;

const isLocal = (apiBase: string): boolean => isLoopbackHost(new URL(apiBase).hostname);

function environmentSaid({ apiBase, environment }: ApiDeps): Said {
  if (isLocal(apiBase)) return ok('The local sandbox: nothing here is real.');
  return environment === 'sandbox'
    ? ok('The sandbox of the vendor: a test key, and nothing is insured.')
    : warning(
        'Production: policies are real, and cards are charged.',
        'Nothing, if that is meant. Else use a test key.',
      );
}

async function codesSaid({ api }: ApiDeps): Promise<Said> {
  const { length } = await api.listCategoryCodes();
  return length > 0
    ? ok(`Jobs can have one of ${counted(length, 'category code')}.`)
    : problem(
        'There is no category code, so no job can be created.',
        'Ask the vendor to set up your account.',
      );
}

const SAME_SECONDS = 60;

function clockSaid({ apiTime, apiBase, toleranceSeconds }: ApiDeps): Said {
  const told = apiTime();
  if (told === null) return skipped('The answers of the API do not say their time.');
  const seconds = Math.round((told.ours - told.theirs) / 1000);
  const size = `${counted(Math.abs(seconds), 'second')} ${seconds > 0 ? 'ahead of' : 'behind'}`;
  if (Math.abs(seconds) <= SAME_SECONDS) return ok('The clock of this machine is that of the API.');
  if (isLocal(apiBase))
    return warning(
      `The clock of this machine is ${size} that of the local sandbox, which can be moved.`,
      'Nothing, if it was moved on purpose.',
    );
  const fix = 'Set the clock of this machine, by a time server if you can.';
  const finding = `The clock of this machine is ${size} that of the API`;
  return toleranceSeconds !== null && Math.abs(seconds) > toleranceSeconds
    ? problem(`${finding}: signed deliveries are refused.`, fix)
    : warning(`${finding}.`, fix);
}
