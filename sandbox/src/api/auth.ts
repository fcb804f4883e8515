import type { RequestHandler } from 'express';
import type { SandboxContext } from '../context';
import { accountOfKey, isAccountKey, nameText } from '../accounts/name';
import { scenarios } from '../scenarios';
import { ApiError, badRequest } from './errors';

const testKey = /^t9s?k_test_[\w-]+$/;
const liveKey = /^t9s?k_live_/;

/** Says on an answer what the call should not have sent, though it was taken. */
export const warningHeader = 'Sandbox-Warning';

const environmentHeader = 'Ten99Policy-Environment';

/**
 * Accepts the four documented ways to send a key: `Bearer KEY`, `Basic base64(KEY:)`, `Basic KEY` and the bare
 * key. Any well-formed test key opens the sandbox; a live key is refused (vendor page "Authentication").
 */
export const authenticate =
  ({ switches: { variants } }: SandboxContext): RequestHandler =>
  (req, res, next) => {
    checkKey(readKey(req.get('authorization')), req.method);
    if (isForProduction(req.get(environmentHeader))) {
      if (variants.current().strict_environment) throw wrongEnvironment();
      res.set(
        warningHeader,
        `${environmentHeader} is production, but the key is a test key: the key decides.`,
      );
    }
    next();
  };

function checkKey(key: string | undefined, method: string): void {
  if (key === undefined) {
    throw new ApiError(
      401,
      'invalid_api_key',
      'No API key was sent. Use the header "Authorization: Bearer <key>".',
    );
  }
  if (liveKey.test(key)) {
    throw new ApiError(
      401,
      'invalid_api_key',
      'This is a live key; the sandbox takes test keys (t9k_test_...) only.',
    );
  }
  if (isAccountKey(key) && accountOfKey(key) === undefined) {
    throw new ApiError(
      401,
      'invalid_api_key',
      `A key of an account of its own has the form t9k_test_acct_NAME_anything. ${nameText}`,
    );
  }
  if (!testKey.test(key)) throw new ApiError(401, 'invalid_api_key', 'The API key is not valid.');
  refuseByTestData(key, method);
}

/** Whether it has the form of a test key. */
export const isKey = (key: string | undefined): boolean => testKey.test(key ?? '');

/** Any other key is a good one. What makes the vendor answer so is not documented. */
function refuseByTestData(key: string, method: string): void {
  if (key === scenarios.expiredKey.value) {
    throw new ApiError(401, 'auth_token_expired', 'The API key has expired (test data).');
  }
  if (key === scenarios.foreignKey.value) {
    throw new ApiError(403, 'no_tenant_found', 'The API key belongs to no organisation (test data).');
  }
  if (key === scenarios.readOnlyKey.value && method !== 'GET' && method !== 'HEAD') {
    throw new ApiError(403, 'insufficient_permissions', 'The API key may only read (test data).');
  }
}

function isForProduction(sent = 'sandbox'): boolean {
  const environment = sent.trim().toLowerCase();
  if (environment === 'sandbox' || environment === 'production') return environment === 'production';
  throw badRequest(`The header ${environmentHeader} must be "sandbox" or "production".`);
}

/** The vendor documents both that the key decides and that the header does. */
const wrongEnvironment = () =>
  new ApiError(
    403,
    'insufficient_permissions',
    `A test key cannot be used with ${environmentHeader}: production. Send ${environmentHeader}: sandbox, or ` +
      'leave the header out. The vendor’s Node SDK sends production by default: set its option environment to "sandbox".',
  );

/** The key of an Authorization header, in whichever of the four forms it came. */
export function readKey(header: string | undefined): string | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  const [scheme = '', rest = ''] = text.split(/\s+(.*)/s);
  if (/^bearer$/i.test(scheme)) return rest || undefined;
  if (!/^basic$/i.test(scheme)) return text;
  if (/^t9s?k_/.test(rest)) return rest;
  return Buffer.from(rest, 'base64').toString('utf8').split(':')[0] || undefined;
}
