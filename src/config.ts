/** The environment, read once and turned into the app's settings. */
import path from 'node:path';
import { PROJECT_ROOT } from '../lib/project-root';
import { readEnvFile } from '../lib/env-file';
import { StartError } from '../lib/start-error';
import { proxyFor } from './config/proxy';
import { slip } from './config/rules';
import { rulesAcross } from './config/rules-across';
import { exampleOf, SETTINGS, type Setting, type SettingName, type Values } from './config/settings';

/** Most programs read these in lower case first. */
const IN_LOWER_CASE_TOO: ReadonlySet<string> = new Set(['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY']);

export type Config = ReturnType<typeof configOf>;

function configOf(values: Values) {
  return {
    port: values.PORT,
    host: values.HOST,
    /** Origin under which browsers and webhook senders reach the app; null until the port is known. */
    publicUrl: values.PUBLIC_URL,
    brand: { name: values.BRAND_NAME, colour: values.BRAND_COLOUR },
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    /** Where its tables stand. */
    schema: values.DATABASE_SCHEMA,
    tablePrefix: values.DATABASE_TABLE_PREFIX,
    sessionSecret: values.SESSION_SECRET,
    operatorPassword: values.OPERATOR_PASSWORD,
    api: {
      /** Null when the local sandbox is to be started. */
      key: values.TEN99POLICY_API_KEY,
      environment: values.TEN99POLICY_ENVIRONMENT,
      baseUrl: values.TEN99POLICY_API_BASE,
      applicationHosts: values.TEN99POLICY_APPLICATION_HOSTS,
      /** The URL of the proxy that its calls go through. */
      proxy: proxyFor(values.TEN99POLICY_API_BASE, values),
    },
    webhooks: {
      secrets: values.TEN99POLICY_WEBHOOK_SECRETS ?? [],
      schemes: values.TEN99POLICY_WEBHOOK_SCHEME,
      verify: values.TEN99POLICY_WEBHOOK_VERIFY,
    },
    /** Whom to tell of coverage; null: nobody. */
    hook:
      values.COVERAGE_HOOK_URL === null || values.COVERAGE_HOOK_SECRET === null
        ? null
        : { url: values.COVERAGE_HOOK_URL, secret: values.COVERAGE_HOOK_SECRET },
    /** Milliseconds between two looks for missed events; null: only at the start. */
    syncEveryMs: values.TEN99POLICY_SYNC_MINUTES,
    trustProxy: values.TRUST_PROXY,
    sandboxPort: values.SANDBOX_PORT,
    logLevel: values.LOG_LEVEL,
  };
}

/** Thrown when settings are wrong. Holds every problem, one line each. */
export class ConfigError extends StartError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The settings are not right:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.problems = problems;
  }
}

/** Whether a script of npm runs this program, such as `npm start`. */
export function isRunByNpm(env: NodeJS.ProcessEnv): boolean {
  return env.npm_lifecycle_event !== undefined;
}

/**
 * Reads `.env` of the project folder into the environment. Variables that are set already win.
 * @throws EnvFileError
 */
export function loadEnvFile(): NodeJS.ProcessEnv {
  for (const [name, value] of Object.entries(readEnvFile(path.join(PROJECT_ROOT, '.env'), isValueOf))) {
    process.env[name] ??= value;
  }
  return process.env;
}

function isValueOf(name: string, text: string): boolean {
  return Object.hasOwn(SETTINGS, name) && SETTINGS[name as SettingName].rule.safeParse(text).success;
}

/**
 * Turns the environment into the app's settings.
 * @throws ConfigError with all problems at once
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const wrong = new Set<SettingName>();
  const values = Object.fromEntries(
    (Object.keys(SETTINGS) as SettingName[]).map((name) => {
      const { value, problem } = readOne(
        name,
        (IN_LOWER_CASE_TOO.has(name) && env[name.toLowerCase()]) || env[name],
      );
      if (problem !== null) {
        problems.push(problem);
        wrong.add(name);
      }
      return [name, value];
    }),
  ) as Values;
  problems.push(...rulesAcross(values, wrong), ...misspeltNames(env));
  if (problems.length > 0) throw new ConfigError(problems);
  return configOf(values);
}

function readOne(name: SettingName, raw: string | undefined): { value: unknown; problem: string | null } {
  const { rule, fallback }: Setting = SETTINGS[name];
  const text = raw === undefined || raw === '' ? fallback : raw;
  if (text === undefined) return { value: null, problem: null };
  const wrong = slip(text);
  const parsed = wrong ? null : rule.safeParse(text);
  if (parsed?.success) return { value: parsed.data, problem: null };
  const reason = wrong ?? parsed?.error?.issues[0]?.message ?? 'is wrong';
  return {
    value: fallback === undefined ? null : rule.parse(fallback),
    problem: `${name} ${reason}. ${exampleOf(name)}`,
  };
}

/** A name without its underscores would be passed over in silence, and the default used. */
function misspeltNames(env: Readonly<Record<string, string | undefined>>): string[] {
  const folded = (name: string) => name.toUpperCase().replaceAll('_', '');
  const known = new Map(Object.keys(SETTINGS).map((name) => [folded(name), name]));
  return Object.keys(env)
    .filter((name) => folded(name).startsWith('TEN99POLICY') && !Object.hasOwn(SETTINGS, name))
    .flatMap((name) => {
      const meant = known.get(folded(name));
      return meant === undefined ? [] : [`${name} is not a setting. Write ${meant}`];
    });
}
