/** Every environment variable of the app, once. Config, the tables of the README and `.env.example` are made from here. */
import { z } from 'zod';
import { LOG_LEVELS } from '../../lib/logger';
import { PROJECT_ROOT } from '../../lib/project-root';
import { prefixProblem, schemaProblem } from '../store/table-place';
import { brandColour, brandName } from './brand';
import {
  apiBase,
  apiKey,
  folder,
  hookSecret,
  hookUrl,
  hosts,
  minutes,
  nameWithout,
  port,
  trustProxy,
  url,
  webhookSchemes,
  webhookSecrets,
} from './rules';

/** What a setting has to keep to, what it is when left out (null without `fallback`), and what it means. */
export interface Setting {
  rule: z.ZodType;
  fallback?: string;
  /** For messages; left out where the fallback serves. */
  example?: string;
  help: string;
}

export const SETTINGS = {
  PORT: { rule: port, fallback: '3000', help: 'Port the app listens on.' },
  HOST: {
    rule: z.string().regex(/^[\w.:-]+$/, 'is not a host name or address'),
    fallback: '127.0.0.1',
    help: 'Address the app listens on. Anything but a loopback address needs OPERATOR_PASSWORD; 0.0.0.0 and :: need PUBLIC_URL too.',
  },
  PUBLIC_URL: {
    rule: url(['http:', 'https:'])
      .refine((value) => URL.canParse(value) && /^\/?$/.test(new URL(value).pathname), 'must not have a path')
      .transform((value) => new URL(value).origin),
    example: 'https://onboarding.example.com',
    help: 'Where browsers and the webhook sender reach the app, such as the address of a tunnel. Default: http://HOST:PORT.',
  },
  BRAND_NAME: {
    rule: brandName,
    fallback: 'Onboarding example',
    example: 'Acme Staffing',
    help: 'Name of the platform, in the head of the pages and in their titles.',
  },
  BRAND_COLOUR: {
    rule: brandColour,
    fallback: '#3d4ec6',
    help: 'Colour of what can be pressed, as #rrggbb. White words on it have to be readable: a contrast of 5 or more. Dark pages have a lighter shade of a dark one.',
  },
  DATA_DIR: {
    rule: folder(PROJECT_ROOT),
    fallback: './data',
    help: 'Folder for the embedded database and the local sandbox. Relative to the project folder; ~ is your home folder.',
  },
  DATABASE_URL: {
    rule: url(['postgres:', 'postgresql:']),
    example: 'postgres://user:password@localhost:5432/onboarding',
    help: 'PostgreSQL instead of the embedded database. Several app processes may share it.',
  },
  DATABASE_SCHEMA: {
    rule: nameWithout(schemaProblem),
    example: 'insurance',
    help: 'Schema of PostgreSQL that the tables are in, beside those of another program. Made when it is missing.',
  },
  DATABASE_TABLE_PREFIX: {
    rule: nameWithout(prefixProblem),
    example: 'insurance_',
    help: 'What the names of the tables begin with, where they share a database with those of another program.',
  },
  SESSION_SECRET: {
    rule: z.string().min(16, 'is too short: use at least 16 characters'),
    example: 'the output of: openssl rand -hex 32',
    help: 'Signs form tokens and sign-ins. Made and kept in DATA_DIR when absent on a loopback address.',
  },
  OPERATOR_PASSWORD: {
    rule: z.string().min(8, 'is too short: use at least 8 characters'),
    example: 'a long pass phrase',
    help: 'Password of the operator pages. Required when the app can be reached from other machines.',
  },
  TEN99POLICY_API_KEY: {
    rule: apiKey,
    example: 't9k_test_ followed by the rest of your key',
    help: 'Your secret key, from the API Keys page of the dashboard. Without one the local sandbox is used.',
  },
  TEN99POLICY_ENVIRONMENT: {
    rule: z.enum(['sandbox', 'production'], 'must be sandbox or production'),
    fallback: 'sandbox',
    help: 'sandbox or production. It must match the key: test keys for sandbox, live keys for production.',
  },
  TEN99POLICY_API_BASE: {
    rule: apiBase,
    fallback: 'https://api.1099policy.com/api/v1',
    help: 'Base address of the API.',
  },
  TEN99POLICY_APPLICATION_HOSTS: {
    rule: hosts,
    fallback: 'apply.1099policy.com,my.1099policy.com',
    help: 'Hosts that contractors may be redirected to, separated by commas. The local sandbox is added when it is in use.',
  },
  TEN99POLICY_WEBHOOK_SECRETS: {
    rule: webhookSecrets,
    example: 'whsec_ followed by the rest of the secret',
    help: 'Signing secrets of your webhook endpoint, separated by commas. Several are accepted while you rotate.',
  },
  TEN99POLICY_WEBHOOK_SCHEME: {
    rule: webhookSchemes,
    fallback: 'timestamped',
    example: 'hmac;header=X-Signature',
    help: 'How deliveries are signed, separated by commas: timestamped (;header=NAME ;tolerance=SECONDS), standard-webhooks (;prefix=NAME ;tolerance=SECONDS) or hmac (;header=NAME ;secret=hex or base64).',
  },
  TEN99POLICY_WEBHOOK_VERIFY: {
    rule: z.enum(['signature', 'api'], 'must be signature or api'),
    example: 'signature',
    help: 'signature checks the signature; api confirms each delivery by fetching the event. Default: signature when a secret is known, else api.',
  },
  TEN99POLICY_SYNC_MINUTES: {
    rule: minutes,
    fallback: '5',
    help: 'Minutes between two looks for missed events at the API; off: only at the start, on a return and by the button.',
  },
  COVERAGE_HOOK_URL: {
    rule: hookUrl,
    example: 'https://platform.example.com/hooks/coverage',
    help: 'Called when the coverage of a contractor for a job changes, signed as Standard Webhooks say; see /compliance/hook. It may be inside of your network: where it leads is not looked at.',
  },
  COVERAGE_HOOK_SECRET: {
    rule: hookSecret,
    example: 'whsec_ followed by the output of: openssl rand -base64 32',
    help: 'Signs the calls of COVERAGE_HOOK_URL: whsec_ and 24 to 64 bytes as base64.',
  },
  TRUST_PROXY: {
    rule: trustProxy,
    fallback: 'off',
    example: '1',
    help: 'off, how many proxies stand before the app, or their addresses separated by commas (Express trust proxy).',
  },
  HTTPS_PROXY: {
    rule: z.string(),
    example: 'http://proxy.example.com:3128',
    help: 'HTTP proxy for calls of the API, with user:password@ where it wants them. Lower case works too. Never used for this machine.',
  },
  HTTP_PROXY: {
    rule: z.string(),
    example: 'http://proxy.example.com:3128',
    help: 'The same for an API by plain http.',
  },
  NO_PROXY: {
    rule: z.string(),
    example: 'api.1099policy.com,.internal.example.com',
    help: 'Hosts that are asked without a proxy, with the names below them, separated by commas; * for all.',
  },
  SANDBOX_PORT: {
    rule: port,
    fallback: '4010',
    help: 'Port of the local sandbox, which starts when no API key is set. It has more settings of its own.',
  },
  LOG_LEVEL: {
    rule: z.enum(LOG_LEVELS, 'is not a log level'),
    fallback: 'info',
    help: 'fatal, error, warn, info, debug or silent. For both programs.',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;

/** What each setting is once it was read. */
export type Values = {
  [Name in SettingName]:
    | z.output<(typeof SETTINGS)[Name]['rule']>
    | ((typeof SETTINGS)[Name] extends { fallback: string } ? never : null);
};

/** A setting and a right value for it, as a message shows them. */
export function exampleOf(name: SettingName): string {
  const { example, fallback }: Setting = SETTINGS[name];
  return `Example: ${name}=${example ?? fallback ?? ''}`;
}
