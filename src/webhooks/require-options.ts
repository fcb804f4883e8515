import {
  having,
  isFunction,
  isLogger,
  isOneOf,
  listOf,
  orAbsent,
  requireChecked,
  requireKnown,
  type Check,
  type Checks,
} from '../lib/option-checks';
import type { WebhookOptions } from './delivery';
import type { SignatureScheme } from './schemes/scheme';
import { secretList, requireUsable } from './secrets';

type RouteOptions = WebhookOptions & { path?: string | undefined };

const isAny: Check = () => true;
const isList = listOf(isAny);
const isSecrets: Check = (value) => isList(value) || having({ all: isList })(value);
const isScheme = having({ verify: isFunction, takes: isFunction });
const isPath: Check = (value) => typeof value === 'string' && /^\/[^?#\s]*$/.test(value);

const OPTIONS: Checks<RouteOptions> = {
  path: [orAbsent(isPath), "a path with a slash before it, such as '/webhooks/1099policy', or absent"],
  secrets: [isSecrets, 'a list, such as [secret], or a WebhookSecrets'],
  schemes: [listOf(isScheme), 'a list of schemes, such as [timestamped()]'],
  record: [isFunction, 'a function'],
  confirm: [orAbsent(isFunction), 'a function, such as createConfirmation(api), or absent'],
  verify: [isOneOf('signature', 'api', null, undefined), "'signature', 'api', or absent"],
  now: [orAbsent(isFunction), 'a function that gives epoch milliseconds, such as Date.now, or absent'],
  logger: [orAbsent(isLogger), 'a logger with info, warn and error, such as console, or absent'],
  onRejected: [orAbsent(isFunction), 'a function, or absent'],
};

const quoted = (name: string): string => `\`${name}\``;

/**
 * What is wrong with the options of a route is said when it is mounted, not with each delivery. `called`: what the
 * message calls an option.
 * @throws UnusableSecretError, TypeError
 */
export function requireOptions(given: RouteOptions, called = quoted): void {
  requireKnown(given, Object.keys(OPTIONS), called);
  requireChecked(given, OPTIONS, called);
  const { secrets, schemes } = given;
  requireUsable(secrets);
  requireWayToVerify(given, called);
  if (schemes.length > 0 && !secretList(secrets).every((secret) => isTaken(secret, schemes))) {
    throw new TypeError(
      'A webhook secret is not written as its scheme needs it, such as base64 after whsec_.',
    );
  }
}

/** Without one each delivery would be refused, or a way be taken that was not meant. */
function requireWayToVerify(
  { secrets, schemes, confirm, verify }: RouteOptions,
  called: (name: string) => string,
): void {
  if (schemes.length === 0 && !confirm) {
    throw new TypeError(
      `Without ${called('schemes')} and without ${called('confirm')} no delivery could be verified.`,
    );
  }
  if (verify === 'api' && !confirm) {
    throw new TypeError(
      `With ${called('verify')} 'api' ${called('confirm')} has to be a function, such as createConfirmation(api).`,
    );
  }
  // Secrets that are kept elsewhere may come later, and from then on signatures are asked for.
  const mayHaveSecrets = !Array.isArray(secrets) || secrets.length > 0;
  if (schemes.length === 0 && verify !== 'api' && (verify === 'signature' || mayHaveSecrets)) {
    throw new TypeError(
      `${called('schemes')} is empty, so no signature could be verified: name the schemes, such as [timestamped()], or set ${called('verify')} to 'api'.`,
    );
  }
}

/** Whether a scheme can use the secret. */
export function isTaken(secret: string, schemes: readonly SignatureScheme[]): boolean {
  return schemes.some((scheme) => scheme.takes(secret));
}
