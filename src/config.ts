import { config as loadDotenv } from 'dotenv';
import path from 'node:path';
import { isIP } from 'node:net';
import { z } from 'zod';
import { StartError } from './lib/start-error';

/** The folder that holds package.json. Paths in settings are relative to it, never to the working directory. */
export const PROJECT_ROOT = path.resolve(__dirname, '..');

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is not a port number')
  .transform(Number)
  .refine((value) => value <= 65535, 'is not a port number (0 to 65535)');

const url = (protocols: string[]) =>
  z.string().refine((value) => protocols.includes(protocolOf(value)), {
    error: `is not a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

const apiKey = z
  .string()
  .regex(/^t9s?k_(test|live)_/, 'does not begin with t9k_test_, t9sk_test_, t9k_live_ or t9sk_live_')
  .regex(/^t9s?k_(test|live)_[\w-]{8,}$/, 'is too short or holds characters that a key never has');

const trustProxy = z
  .string()
  .refine((value) => value === 'off' || /^\d$/.test(value) || value.split(',').every(isProxyAddress), {
    error: 'is not off, a number or a list of addresses',
  })
  .transform((value) => (value === 'off' ? false : /^\d$/.test(value) ? Number(value) : value));

/** Every environment variable, once: its rule, default, meaning and an example. */
export const SETTINGS = {
  PORT: { rule: port, fallback: '3000', example: '3000', help: 'Port the app listens on.' },
  HOST: {
    rule: z.string().regex(/^[\w.:-]+$/, 'is not a host name or address'),
    fallback: '127.0.0.1',
    example: '127.0.0.1',
    help: 'Address the app listens on. Anything but a loopback address needs OPERATOR_PASSWORD.',
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
    rule: z.string(),
    fallback: './data',
    example: './data',
    help: 'Folder for the embedded database and the local sandbox. Relative to the project folder.',
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
    help: 'Signs the session cookie. Made and kept in DATA_DIR when absent on a loopback address.',
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
    rule: list,
    fallback: 'apply.1099policy.com',
    example: 'apply.1099policy.com',
    help: 'Hosts that contractors may be redirected to, separated by commas. The local sandbox is added when it is in use.',
  },
  TEN99POLICY_WEBHOOK_SECRETS: {
    rule: list.refine((items) => items.every((item) => !/\s/.test(item)), 'has a space inside a secret'),
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
    help: 'off, or how many proxies stand before the app (Express trust proxy).',
  },
  SANDBOX_PORT: {
    rule: port,
    fallback: '4010',
    example: '4010',
    help: 'Port of the local sandbox, which starts when no API key is set.',
  },
  LOG_LEVEL: {
    rule: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'is not a log level'),
    fallback: 'info',
    example: 'info',
    help: 'fatal, error, warn, info, debug or silent.',
  },
} as const satisfies Record<
  string,
  { rule: z.ZodType; fallback: string | null; example: string; help: string }
>;

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

/** Reads `.env` of the project folder into the environment. Variables that are set already win. */
export function loadEnvFile(): NodeJS.ProcessEnv {
  loadDotenv({ path: path.join(PROJECT_ROOT, '.env'), quiet: true });
  return process.env;
}

/**
 * Turns the environment into the app's settings.
 * @throws ConfigError with all problems at once
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const values = Object.fromEntries(
    (Object.keys(SETTINGS) as SettingName[]).map((name) => [name, readOne(name, env[name], problems)]),
  ) as Values;
  problems.push(...rulesAcross(values));
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL,
    dataDir: path.resolve(PROJECT_ROOT, values.DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    sessionSecret: values.SESSION_SECRET,
    operatorPassword: values.OPERATOR_PASSWORD,
    api: {
      key: values.TEN99POLICY_API_KEY,
      environment: values.TEN99POLICY_ENVIRONMENT,
      baseUrl: values.TEN99POLICY_API_BASE,
      applicationHosts: values.TEN99POLICY_APPLICATION_HOSTS,
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

function readOne(name: SettingName, raw: string | undefined, problems: string[]): unknown {
  const { rule, fallback, example } = SETTINGS[name];
  const text = raw === undefined || raw === '' ? fallback : raw;
  if (text === null) return null;
  const wrong = slip(text);
  const parsed = wrong ? null : rule.safeParse(text);
  if (parsed?.success) return parsed.data;
  problems.push(
    `${name} ${wrong ?? parsed?.error?.issues[0]?.message ?? 'is wrong'}. Example: ${name}=${example}`,
  );
  return fallback === null ? null : rule.parse(fallback);
}

/** The slips that people make again and again when they fill in such a file. */
function slip(text: string): string | null {
  if (text.trim() !== text) return 'has spaces around its value';
  if (/^(["'`]).*\1$/.test(text)) return 'has quotes around its value';
  if (/^<.*>$|your[_-]|change[_-]?me|x{6,}|\.\.\.$|…|replace[_-]/i.test(text)) {
    return 'still holds a placeholder';
  }
  return null;
}

/** Rules that concern more than one setting. */
function rulesAcross(values: Values): string[] {
  const problems: string[] = [];
  const { TEN99POLICY_API_KEY: key, TEN99POLICY_ENVIRONMENT: environment } = values;
  if (key) {
    const kind = /_live_/.test(key) ? 'live' : 'test';
    const wanted = environment === 'production' ? 'live' : 'test';
    if (kind !== wanted) {
      problems.push(
        `TEN99POLICY_API_KEY is a ${kind} key, but TEN99POLICY_ENVIRONMENT is ${environment}. ` +
          `Example: TEN99POLICY_API_KEY=t9k_${wanted}_ followed by the rest of your key`,
      );
    }
  } else if (
    environment === 'production' ||
    values.TEN99POLICY_API_BASE !== SETTINGS.TEN99POLICY_API_BASE.fallback
  ) {
    problems.push(
      `TEN99POLICY_API_KEY is missing, but ${environment === 'production' ? 'TEN99POLICY_ENVIRONMENT is production' : 'TEN99POLICY_API_BASE is set'}. ` +
        `Example: TEN99POLICY_API_KEY=${SETTINGS.TEN99POLICY_API_KEY.example}`,
    );
  }
  if (isReachableFromElsewhere(values.HOST, values.PUBLIC_URL)) {
    for (const name of ['OPERATOR_PASSWORD', 'SESSION_SECRET'] as const) {
      if (values[name]) continue;
      problems.push(
        `${name} is missing: the app can be reached from other machines (HOST=${values.HOST}, PUBLIC_URL=${values.PUBLIC_URL ?? 'not set'}). ` +
          `Example: ${name}=${SETTINGS[name].example}`,
      );
    }
  }
  return problems;
}

/** Whether another machine can reach the app: HOST or PUBLIC_URL is not a loopback address. */
export function isReachableFromElsewhere(host: string, publicUrl: string | null): boolean {
  return !isLoopbackHost(host) || (publicUrl !== null && !isLoopbackHost(new URL(publicUrl).hostname));
}

/** Whether a host name or address means this machine. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1') return true;
  return isIP(bare) === 4 && bare.startsWith('127.');
}

/** The address of a server on this host and port. */
export function originOf(host: string, portNumber: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${portNumber}`;
}

/** An address, a range of addresses such as 10.0.0.0/8, or a name that Express knows. */
function isProxyAddress(text: string): boolean {
  const [address = '', bits, ...more] = text.trim().split('/');
  if (bits === undefined && ['loopback', 'linklocal', 'uniquelocal'].includes(address)) return true;
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return (
    bits === undefined ||
    (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (version === 4 ? 32 : 128))
  );
}

function protocolOf(value: string): string {
  return URL.canParse(value) ? new URL(value).protocol : '';
}
