/** The rules for single settings: each says in a few words what is wrong with a value. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { readFolder } from '../../lib/folder-setting';
import { isHostWithPort } from '../../lib/hosts';
import { isHookSecret, isHookUrl } from '../lib/hook-settings';
import { readSchemes, SchemeTextError } from '../webhooks/schemes/chosen';
import { isUsableSecret, MIN_SECRET_LENGTH } from '../webhooks/secrets';

export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is not a port number')
  .transform(Number)
  .refine((value) => value <= 65535, 'is not a port number (0 to 65535)');

/** A folder, as an absolute path. What is relative is so to `base`. */
export const folder = (base: string) =>
  z.string().transform((text, context) => {
    const read = readFolder(text, base);
    if ('folder' in read) return read.folder;
    context.addIssue({ code: 'custom', message: read.problem });
    return z.NEVER;
  });

/** A URL with one of these protocols, such as `https:`. */
export const url = (protocols: string[]) =>
  z.string().refine((value) => protocols.includes(protocolOf(value)) && !/\s/.test(value), {
    error: `is not a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

/** Values separated by commas. */
export const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

export const webhookSecrets = list
  .refine((items) => items.length > 0, 'holds no secret')
  .refine((items) => !items.some((item) => /[\s"'`]/.test(item)), 'has a space or a quote inside a secret')
  .superRefine((items, context) => {
    const version = items.find((item) => /^v\d\w?$/.test(item));
    if (version === undefined) return;
    const message = `is separated at its commas, so "${version}" would be a secret of its own: write each secret from whsec_ on`;
    context.addIssue({ code: 'custom', message });
  })
  .refine((items) => items.every(isUsableSecret), {
    error: `holds a secret that is too short: each has at least ${MIN_SECRET_LENGTH} characters`,
  });

/** See `readSchemes`. */
export const webhookSchemes = z.string().transform((text, context) => {
  try {
    return readSchemes(text);
  } catch (error) {
    if (!(error instanceof SchemeTextError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
});

/** An address that is called, without a name and a password in it. */
export const hookUrl = url(['http:', 'https:']).refine(
  isHookUrl,
  'must not hold a name or a password: the calls are signed',
);

/** As Standard Webhooks have it. */
export const hookSecret = z.string().refine(isHookSecret, 'is not whsec_ and 24 to 64 bytes as base64');

export const apiBase = url(['http:', 'https:']).refine(
  (value) => !/[?#]/.test(value),
  'has a query or a fragment: it must end with its path',
);

export const apiKey = z
  .string()
  .regex(/^t9s?k_(test|live)_/, 'does not begin with t9k_test_, t9sk_test_, t9k_live_ or t9sk_live_')
  .regex(/^t9s?k_(test|live)_[\w-]{8,}$/, 'is too short or holds characters that a key never has');

/** A name in the database; `problemOf` tells what is wrong with one. */
export const nameWithout = (problemOf: (name: string) => string | null) =>
  z.string().superRefine((name, context) => {
    const message = problemOf(name);
    if (message !== null) context.addIssue({ code: 'custom', message });
  });

const DAY_MINUTES = 24 * 60;

/** `off` (null), or whole minutes up to a day; as milliseconds. */
export const minutes = z
  .string()
  .refine((text) => text === 'off' || (/^[1-9]\d{0,3}$/.test(text) && Number(text) <= DAY_MINUTES), {
    error: `is not off, nor whole minutes from 1 to ${DAY_MINUTES}`,
  })
  .transform((text) => (text === 'off' ? null : Number(text) * 60_000));

/** `off`, a number of proxies, or addresses: what Express takes as `trust proxy`. */
export const trustProxy = z
  .string()
  .refine((value) => value === 'off' || /^\d$/.test(value) || value.split(',').every(isProxyAddress), {
    error: 'is not off, a number or a list of addresses',
  })
  .transform((value) => (value === 'off' ? false : /^\d$/.test(value) ? Number(value) : value));

/** Names of hosts as they stand in a URL, with a port where it is not the usual one. */
export const hosts = list
  .refine((items) => items.length > 0 && items.every(isHostWithPort), {
    error: 'must be host names, each with a port at most: no https://, no path, no *',
  })
  .transform((items) => items.map((item) => item.toLowerCase()));

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

/** The slips that people make again and again when they fill in such a file. */
export function slip(text: string): string | null {
  if (text.trim() !== text) return 'has spaces around its value';
  if (/^(["'`]).*\1$|^[“”„‘’].*[“”‘’]$/.test(text)) return 'has quotes around its value';
  if (/^["'`“”„‘’]|["'`“”„‘’]$/.test(text)) return 'has a quote at one end only, so it may be cut';
  if (text.endsWith('\\')) return 'ends in a backslash, so it may be cut: a value is one line';
  if (/^<.*>$|your[_-]|change[_-]?me|x{6,}|\.\.\.$|…|replace[_-]/i.test(text)) {
    return 'still holds a placeholder';
  }
  return null;
}
