import { existsSync } from 'node:fs';
import path from 'node:path';
import { isHostWithPort } from '../../lib/hosts';
import { isHookSecret, isHookUrl } from '../lib/hook-settings';
import {
  both,
  having,
  isCount,
  isFunction,
  isLogger,
  isObject,
  isOneOf,
  isString,
  isText,
  listOf,
  misspelt,
  orAbsent,
  orNone,
  requireChecked,
  requireKnown,
  type Check,
  type Checks,
} from '../lib/option-checks';
import { HOST_WORDS } from '../pages/site-words';
import { toObjectLogger } from '../webhooks/logger';
import { requireOptions as requireRoute } from '../webhooks/require-options';
import type { OnboardingOptions } from './options';

/** Stands for what the onboarding brings to its webhook route itself. */
const unasked = () => Promise.reject(new Error('no delivery is here yet'));

/** A host of a URL, as URLs have it: what they are compared with. */
const isHost: Check = (value) =>
  typeof value === 'string' && isHostWithPort(value) && value === value.toLowerCase();
const isUnemptyList: Check = (value) => Array.isArray(value) && value.length > 0;
/** Texts for everything that the pages name: what is missing would be shown as undefined. */
const isWords = having(
  Object.fromEntries(
    Object.entries(HOST_WORDS).map(([name, word]): [string, Check] => [
      name,
      typeof word === 'function' ? isFunction : (value) => isText(value) || value === word,
    ]),
  ),
);

/** What each option has to be, and how to come by it. */
const OPTIONS: Checks<OnboardingOptions> = {
  basePath: [isString, "a path such as '/insurance', or '' for the root"],
  publicUrl: [isString, "an origin such as 'https://platform.example'"],
  folder: [isText, 'the folder that holds views and public'],
  api: [having({ observedBy: isFunction, apart: isFunction }), 'the client that createPolicyApi gives'],
  store: [
    having({ onboardings: isObject, pending: isObject, close: isFunction }),
    'the store that openStore gives; wait for it with await',
  ],
  webhook: [
    having({ secrets: isObject, schemes: Array.isArray }),
    '{ secrets, schemes }, such as { secrets: new WebhookSecrets(), schemes: [timestamped()] }',
  ],
  applicationHosts: [
    both(isUnemptyList, listOf(isHost)),
    "a list such as ['apply.1099policy.com']: names of hosts in lower case, without https:// and without a path",
  ],
  logger: [isLogger, 'a logger with info, warn and error, such as console'],
  csrf: [
    having({ field: isText, token: isFunction }),
    "{ field, token }, such as { field: '_csrf', token: (req) => req.csrfToken() }",
  ],
  session: [isFunction, 'a function, such as (req) => req.session'],
  user: [isFunction, 'a function, such as (req) => req.user ?? null'],
  guard: [orAbsent(isFunction), 'a request handler, or absent'],
  render: [orAbsent(isFunction), 'a function (req, res, page) that answers with your layout, or absent'],
  nonce: [orAbsent(isFunction), 'a function, such as (req, res) => res.locals.nonce, or absent'],
  onCoverageChange: [orAbsent(isFunction), 'a function, or absent'],
  hook: [
    orNone(having({ url: isHookUrl, secret: isHookSecret })),
    "{ url, secret }, such as { url: 'https://platform.example/hooks/coverage', secret }, or absent: an address of http or https without a name and a password, and whsec_ with 24 to 64 bytes as base64",
  ],
  brand: [
    orAbsent(having({ name: isText, stylesheet: orNone(isText) })),
    "{ name, stylesheet }, such as { name: 'Acme Staffing', stylesheet: null }, or absent",
  ],
  environment: [
    isOneOf('local', 'sandbox', 'production', undefined),
    "'local', 'sandbox', 'production', or absent",
  ],
  dataDir: [orAbsent(isText), 'the folder of the embedded database, or absent'],
  words: [
    orAbsent(isWords),
    'words for all that HOST_WORDS has, such as { ...HOST_WORDS, publicUrl }, or absent',
  ],
  demo: [orAbsent(isFunction), 'a function, or absent'],
  testValues: [orAbsent(isFunction), 'a function, or absent'],
  now: [orAbsent(isFunction), 'a function that gives epoch milliseconds, such as Date.now, or absent'],
  newId: [orAbsent(isFunction), 'a function that gives a new text each time, or absent'],
  newKey: [orAbsent(isFunction), 'a function that gives a new text each time, or absent'],
  newToken: [orAbsent(isFunction), 'a function that gives a new text each time, or absent'],
  liveBeatMs: [orAbsent(isCount), 'a number of milliseconds, such as 15_000, or absent'],
  maxWaitingPages: [orAbsent(isCount), 'a number of pages, such as 256, or absent'],
};

const called = (name: string): string => `createOnboarding: ${name}`;

/**
 * Says what is missing or cannot be meant when the onboarding is made, not with the first page that misses it. An option
 * that nobody reads is no error, as a site may hand over more than is asked for; where it looks like one that is absent,
 * the log has it.
 * @throws TypeError that names the option, UnusableSecretError
 */
export function requireOptions(options: OnboardingOptions): void {
  requireChecked(options, OPTIONS, called);
  const ofWebhook = (name: string) => called(`webhook.${name}`);
  requireKnown(options.webhook, ['secrets', 'schemes', 'confirm', 'verify'], ofWebhook);
  requireRoute({ confirm: unasked, ...options.webhook, record: unasked }, ofWebhook);
  requireKnown(options.hook, ['url', 'secret'], (name) => called(`hook.${name}`));
  requireFolder(options.folder);
  for (const [name, meant] of misspelt(options, Object.keys(OPTIONS)))
    toObjectLogger(options.logger).warn(
      { option: name },
      `createOnboarding has no option of this name; if ${meant} is meant, write it so`,
    );
}

function requireFolder(folder: string): void {
  const missing = ['views/layout/head.ejs', 'public'].find((file) => !existsSync(path.join(folder, file)));
  if (missing === undefined) return;
  throw new TypeError(
    `createOnboarding: folder has to hold views and public; there is no ${missing} in ${folder}. Compilers do not copy them: where __dirname is a folder such as dist, copy both there, or name the folder of the sources.`,
  );
}
