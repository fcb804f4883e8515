import { existsSync } from 'node:fs';
import path from 'node:path';
import type { OnboardingOptions } from './options';

type Check = (value: unknown) => boolean;

const isString: Check = (value) => typeof value === 'string';
const isText: Check = (value) => isString(value) && value !== '';
const isFunction: Check = (value) => typeof value === 'function';
const isObject: Check = (value) => typeof value === 'object' && value !== null;
const isList: Check = (value) => Array.isArray(value) && value.every(isText);
const orAbsent =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
/** An object, or what else has properties, with such ones. */
const having =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    (isObject(value) || isFunction(value)) &&
    Object.entries(checks).every(([name, check]) => check((value as Record<string, unknown>)[name]));

/** What each option has to be, and how to come by it. */
const OPTIONS: Partial<Record<keyof OnboardingOptions, [Check, string]>> = {
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
  applicationHosts: [isList, "a list such as ['apply.1099policy.com']"],
  logger: [
    having({ info: isFunction, warn: isFunction, error: isFunction }),
    'a logger with info, warn and error, such as console',
  ],
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
};

/**
 * Says what is missing when the onboarding is made, not with the first page that misses it. JavaScript checks no types.
 * @throws TypeError that names the option
 */
export function requireOptions(options: OnboardingOptions): void {
  const given = isObject(options) ? (options as object as Record<string, unknown>) : {};
  for (const [name, [check, mend]] of Object.entries(OPTIONS)) {
    if (!check(given[name])) throw new TypeError(`createOnboarding: ${name} has to be ${mend}.`);
  }
  const missing = ['views/layout/head.ejs', 'public'].find(
    (file) => !existsSync(path.join(options.folder, file)),
  );
  if (missing === undefined) return;
  throw new TypeError(
    `createOnboarding: folder has to hold views and public; there is no ${missing} in ${options.folder}. Compilers do not copy them: where __dirname is a folder such as dist, copy both there, or name the folder of the sources.`,
  );
}
