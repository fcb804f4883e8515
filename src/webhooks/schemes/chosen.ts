import { hmac } from './hmac';
import type { SecretEncoding, SignatureScheme } from './scheme';
import { standardWebhooks } from './standard-webhooks';
import { timestamped } from './timestamped';

/** A scheme by its name, with what differs from the usual. */
export interface SchemeChoice {
  name: string;
  header?: string;
  secretEncoding?: SecretEncoding;
  toleranceSeconds?: number;
}

const SCHEMES: Record<string, { takes: readonly string[]; make: (choice: SchemeChoice) => SignatureScheme }> =
  {
    timestamped: { takes: ['header', 'tolerance'], make: timestamped },
    'standard-webhooks': {
      takes: ['prefix', 'tolerance'],
      // Its three headers begin alike.
      make: ({ header, ...choice }) => standardWebhooks({ ...choice, ...(header && { prefix: header }) }),
    },
    hmac: { takes: ['header', 'secret'], make: hmac },
  };

/** Thrown for a text that names no scheme; the message says what is wrong with it. */
export class SchemeTextError extends Error {}

/**
 * The schemes that a text names, separated by commas: `timestamped`, `hmac` (each with `;header=NAME` where that
 * differs) or `standard-webhooks` (`;prefix=NAME`). Those that sign a time take `;tolerance=SECONDS`, hmac
 * `;secret=text`, `hex` or `base64`.
 * @throws SchemeTextError
 */
export function readSchemes(text: string): SchemeChoice[] {
  return text.split(',').map((one) => {
    const [name = '', ...options] = one.split(';').map((part) => part.trim());
    const takes = Object.hasOwn(SCHEMES, name) ? SCHEMES[name]?.takes : undefined;
    if (!takes) throw new SchemeTextError(`must name ${Object.keys(SCHEMES).join(', ')}`);
    return options.reduce((choice, option) => ({ ...choice, ...readOption(option, takes) }), { name });
  });
}

export function makeSchemes(choices: readonly SchemeChoice[]): SignatureScheme[] {
  return choices.flatMap((choice) => SCHEMES[choice.name]?.make(choice) ?? []);
}

/** Those of the settings, and that of the local sandbox where it is in use. */
export function schemesInUse(choices: readonly SchemeChoice[], place: string): SignatureScheme[] {
  return [...makeSchemes(choices), ...(place === 'local' ? [timestamped()] : [])];
}

function readOption(text: string, takes: readonly string[]): Omit<SchemeChoice, 'name'> {
  const [name = '', ...rest] = text.split('=').map((part) => part.trim());
  const value = rest.join('=');
  if (!takes.includes(name)) throw new SchemeTextError(`has an option that is none of ${takes.join(', ')}`);
  if ((name === 'header' || name === 'prefix') && /^[\w-]{1,100}$/.test(value)) return { header: value };
  if (name === 'tolerance' && /^[1-9]\d{0,4}$/.test(value)) return { toleranceSeconds: Number(value) };
  if (name === 'secret' && isEncoding(value)) return { secretEncoding: value };
  throw new SchemeTextError(`has no usable value for ${name}`);
}

function isEncoding(value: string): value is SecretEncoding {
  return ['text', 'hex', 'base64'].includes(value);
}
