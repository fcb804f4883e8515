import path from 'node:path';
import { PROJECT_ROOT } from '../lib/project-root';
import { z } from 'zod';
import { readEnvFile } from '../lib/env-file';
import { isLoopbackHost, isWildcardHost } from '../lib/hosts';
import { LOG_LEVELS } from '../lib/logger';
import { proxyFor } from './lib/proxy-setting';
import { StartError } from '../lib/start-error';
import { apiKey, folder, hosts, port, trustProxy, url, webhookSecrets } from './setting-rules';

/** Every environment variable, once: its rule, default, meaning and an example. */
export const SETTINGS = {
  PORT: { rule: port, fallback: '3000', example: '3000', help: 'Port the app listens on.' },
  HOST: {
    rule: z.string().regex(/^[\w.:-]+$/, 'is not a host name or address'),
    fallback: '127.0.0.1',
    example: '127.0.0.1',
    help: 'Address the app listens on. Anything but a loopback address needs OPERATOR_PASSWORD; 0.0.0.0 and :: need PUBLIC_URL too.',
  },
  PUBLIC_URL: {
    rule: url(['http:', 'https:'])
      .refine((value) => URL.canParse(value) && /^\/?$/.test(new URL(value).pathname), 'must not have a path')
      .transform((value) => new URL(value).origin),
    fallback: null,
    example: 'https://onboarding.example.com',
    help: 'Where browsers and the webhook sender reach the app, such as the address of a tunnel. Default: http://HOST:PORT.',
  },
  DATA_DIR: {
    rule: folder(PROJECT_ROOT),
    fallback: './data',
    example: './data',
    help: 'Folder for the embedded database and the local sandbox. Relative to the project folder; ~ is your home folder.',
  },
  DATABASE_URL: {
    rule: url(['postgres:', 'postgresql:']),
    fallback: null,
    example: 'postgres://user:password@localhost:5432/onboarding',
    help: 'PostgreSQL instead of the embedded database. Several app processes may share it.',
  },
  SESSION_SECRET: {
    rule: z.string().min(16, 'is too short: use at least 16 characters'),
    fallback: null,
    example: 'the output of: openssl rand -hex 32',
    help: 'Signs form tokens and sign-ins. Made and kept in DATA_DIR when absent on a loopback address.',
  },
  OPERATOR_PASSWORD: {
    rule: z.string().min(8, 'is too short: use at least 8 characters'),
    fallback: null,
    example: 'a long pass phrase',
    help: 'Password of the operator pages. Required when the app can be reached from other machines.',
  },
  TEN99POLICY_API_KEY: {
    rule: apiKey,
    fallback: null,
    example: 't9k_test_ followed by the rest of your key',
    help: 'Your secret key, from the API Keys page of the dashboard. Without one the local sandbox is used.',
  },
  TEN99POLICY_ENVIRONMENT: {
    rule: z.enum(['sandbox', 'production'], 'must be sandbox or production'),
    fallback: 'sandbox',
    example: 'sandbox',
    help: 'sandbox or production. It must match the key: test keys for sandbox, live keys for production.',
  },
  TEN99POLICY_API_BASE: {
    rule: url(['http:', 'https:']),
    fallback: 'https://api.1099policy.com/api/v1',
    example: 'https://api.1099policy.com/api/v1',
    help: 'Base address of the API.',
  },
  TEN99POLICY_APPLICATION_HOSTS: {
    rule: hosts,
    fallback: 'apply.1099policy.com',
    example: 'apply.1099policy.com',
    help: 'Hosts that contractors may be redirected to, separated by commas. The local sandbox is added when it is in use.',
  },
  TEN99POLICY_WEBHOOK_SECRETS: {
    rule: webhookSecrets,
    fallback: null,
    example: 'whsec_ followed by the rest of the secret',
    help: 'Signing secrets of your webhook endpoint, separated by commas. Several are accepted while you rotate.',
  },
  TEN99POLICY_WEBHOOK_VERIFY: {
    rule: z.enum(['signature', 'api'], 'must be signature or api'),
    fallback: null,
    example: 'signature',
    help: 'signature checks the signature; api confirms each delivery by fetching the event. Default: signature when a secret is known, else api.',
  },
  TRUST_PROXY: {
    rule: trustProxy,
    fallback: 'off',
    example: '1',
    help: 'off, how many proxies stand before the app, or their addresses separated by commas (Express trust proxy).',
  },
  HTTPS_PROXY: {
    rule: z.string(),
    fallback: null,
    example: 'http://proxy.example.com:3128',
    help: 'HTTP proxy for calls of the API, with user:password@ where it wants them. Lower case works too. Never used for this machine.',
  },
  HTTP_PROXY: {
    rule: z.string(),
    fallback: null,
    example: 'http://proxy.example.com:3128',
    help: 'The same for an API by plain http.',
  },
  NO_PROXY: {
    rule: z.string(),
    fallback: null,
    example: 'api.1099policy.com,.internal.example.com',
    help: 'Hosts that are asked without a proxy, with the names below them, separated by commas; * for all.',
  },
  SANDBOX_PORT: {
    rule: port,
    fallback: '4010',
    example: '4010',
    help: 'Port of the local sandbox, which starts when no API key is set.',
  },
  SANDBOX_HOSTS: {
    rule: hosts,
    fallback: null,
    example: 'host.docker.internal',
    help: 'Other host names that the local sandbox answers to, separated by commas, such as the one that containers use.',
  },
  LOG_LEVEL: {
    rule: z.enum(LOG_LEVELS, 'is not a log level'),
    fallback: 'info',
    example: 'info',
    help: 'fatal, error, warn, info, debug or silent. For both programs.',
  },
} as const satisfies Record<
  string,
  { rule: z.ZodType; fallback: string | null; example: string; help: string }
>;

/** Most programs read these in lower case first. */
const IN_LOWER_CASE_TOO: ReadonlySet<string> = new Set(['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY']);

type SettingName = keyof typeof SETTINGS;
type Values = {
  [Name in SettingName]:
    | z.output<(typeof SETTINGS)[Name]['rule']>
    | ((typeof SETTINGS)[Name]['fallback'] extends null ? null : never);
};

export interface Config {
  port: number;
  host: string;
  /** Origin under which browsers and webhook senders reach the app; null until the port is known. */
  publicUrl: string | null;
  dataDir: string;
  databaseUrl: string | null;
  sessionSecret: string | null;
  operatorPassword: string | null;
  /** The key is null when the local sandbox is to be started. */
  api: {
    key: string | null;
    environment: 'sandbox' | 'production';
    baseUrl: string;
    applicationHosts: string[];
    /** The URL of the proxy that its calls go through. */
    proxy: string | null;
  };
  webhooks: { secrets: string[]; verify: 'signature' | 'api' | null };
  trustProxy: false | number | string;
  sandboxPort: number;
  logLevel: string;
}

/** Thrown when settings are wrong. Holds every problem, one line each. */
export class ConfigError extends StartError {
  constructor(readonly problems: readonly string[]) {
    super(['The settings are not right:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
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
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL,
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    sessionSecret: values.SESSION_SECRET,
    operatorPassword: values.OPERATOR_PASSWORD,
    api: {
      key: values.TEN99POLICY_API_KEY,
      environment: values.TEN99POLICY_ENVIRONMENT,
      baseUrl: values.TEN99POLICY_API_BASE,
      applicationHosts: values.TEN99POLICY_APPLICATION_HOSTS,
      proxy: proxyFor(values.TEN99POLICY_API_BASE, values),
    },
    webhooks: {
      secrets: values.TEN99POLICY_WEBHOOK_SECRETS ?? [],
      verify: values.TEN99POLICY_WEBHOOK_VERIFY,
    },
    trustProxy: values.TRUST_PROXY,
    sandboxPort: values.SANDBOX_PORT,
    logLevel: values.LOG_LEVEL,
  };
}

function readOne(name: SettingName, raw: string | undefined): { value: unknown; problem: string | null } {
  const { rule, fallback } = SETTINGS[name];
  const text = raw === undefined || raw === '' ? fallback : raw;
  if (text === null) return { value: null, problem: null };
  const wrong = slip(text);
  const parsed = wrong ? null : rule.safeParse(text);
  if (parsed?.success) return { value: parsed.data, problem: null };
  const reason = wrong ?? parsed?.error?.issues[0]?.message ?? 'is wrong';
  return {
    value: fallback === null ? null : rule.parse(fallback),
    problem: `${name} ${reason}. Example: ${name}=${SETTINGS[name].example}`,
  };
}

/** The slips that people make again and again when they fill in such a file. */
function slip(text: string): string | null {
  if (text.trim() !== text) return 'has spaces around its value';
  if (/^(["'`]).*\1$|^[“”„‘’].*[“”‘’]$/.test(text)) return 'has quotes around its value';
  if (/^["'`“”„‘’]|["'`“”„‘’]$/.test(text)) return 'has a quote at one end only, so it may be cut';
  if (text.endsWith('\\')) return 'ends in a backslash, so it may be cut: a value is one line';
  if (/^<.*>$|your[_-]|change[_-]?me|x{6,}|\.\.\.$|…|replace[_-]/i.test(text)) {
    return 'still holds a placeholder';
  }
  return null;
}

/** Rules that concern more than one setting. What was said to be wrong already is not said to be missing too. */
function rulesAcross(values: Values, wrong: ReadonlySet<SettingName>): string[] {
  return [
    ...(wrong.has('TEN99POLICY_API_KEY') || wrong.has('TEN99POLICY_ENVIRONMENT') ? [] : keyProblems(values)),
    ...(wrong.has('HOST') || wrong.has('PUBLIC_URL') ? [] : reachProblems(values, wrong)),
    ...proxyProblems(values),
    ...(wrong.has('PORT') || wrong.has('SANDBOX_PORT') ? [] : portProblems(values)),
  ];
}

/** Of a proxy that is not used nothing is asked: the variable may be meant for other programs. */
function proxyProblems(values: Values): string[] {
  const { TEN99POLICY_API_KEY: key, TEN99POLICY_API_BASE: base } = values;
  const proxy = key === null ? null : proxyFor(base, values);
  if (proxy === null || (URL.canParse(proxy) && /^https?:$/.test(new URL(proxy).protocol))) return [];
  const name = base.startsWith('https:') ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  return [`${name} is not the URL of an HTTP proxy. Example: ${name}=${SETTINGS[name].example}`];
}

function portProblems({ PORT, SANDBOX_PORT, TEN99POLICY_API_KEY: key }: Values): string[] {
  if (key !== null || PORT !== SANDBOX_PORT || PORT === 0) return [];
  return [
    `SANDBOX_PORT is the same as PORT (${PORT}), and without an API key both are used. Example: SANDBOX_PORT=${PORT + 1}`,
  ];
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

function keyProblems(values: Values): string[] {
  const { TEN99POLICY_API_KEY: key, TEN99POLICY_ENVIRONMENT: environment } = values;
  const wanted = environment === 'production' ? 'live' : 'test';
  const example = `Example: TEN99POLICY_API_KEY=t9k_${wanted}_ followed by the rest of your key`;
  if (key) {
    const kind = /_live_/.test(key) ? 'live' : 'test';
    if (kind === wanted) return [];
    return [
      `TEN99POLICY_API_KEY is a ${kind} key, but TEN99POLICY_ENVIRONMENT is ${environment}. ${example}`,
    ];
  }
  const isElsewhere = values.TEN99POLICY_API_BASE !== SETTINGS.TEN99POLICY_API_BASE.fallback;
  if (environment !== 'production' && !isElsewhere) return [];
  const reason =
    environment === 'production' ? 'TEN99POLICY_ENVIRONMENT is production' : 'TEN99POLICY_API_BASE is set';
  return [`TEN99POLICY_API_KEY is missing, but ${reason}. ${example}`];
}

function reachProblems(values: Values, wrong: ReadonlySet<SettingName>): string[] {
  const { HOST: host, PUBLIC_URL: publicUrl } = values;
  if (!isReachableFromElsewhere(host, publicUrl)) return [];
  const example = (name: SettingName) => `Example: ${name}=${SETTINGS[name].example}`;
  const where = `HOST=${host}, PUBLIC_URL=${publicUrl ?? 'not set'}`;
  const missing = (['OPERATOR_PASSWORD', 'SESSION_SECRET'] as const)
    .filter((name) => values[name] === null && !wrong.has(name))
    .map(
      (name) => `${name} is missing: the app can be reached from other machines (${where}). ${example(name)}`,
    );
  if (!isWildcardHost(host) || publicUrl !== null) return missing;
  const unnamed = `PUBLIC_URL is missing: with HOST=${host} the app listens on all addresses, and cannot know under which one browsers and webhooks reach it. ${example('PUBLIC_URL')}`;
  return [...missing, unnamed];
}

/** Whether another machine can reach the app: HOST or PUBLIC_URL is not a loopback address. */
export function isReachableFromElsewhere(host: string, publicUrl: string | null): boolean {
  return !isLoopbackHost(host) || (publicUrl !== null && !isLoopbackHost(new URL(publicUrl).hostname));
}
