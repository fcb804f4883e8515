import { CLIENT_WORDS, type ClientWords } from './words';

/**
 * Why no usable answer came. `message` is ours; the library's own error, which holds the key, stays behind. `fix`: what
 * mends it, where that is one of the client's options.
 */
export class ConnectionError extends Error {
  readonly kind: 'timeout' | 'network' | 'invalid_answer';
  readonly mayRetry: boolean;
  readonly fix: ((words: ClientWords) => string) | null;

  constructor(
    kind: ConnectionError['kind'],
    message: string,
    mayRetry: boolean,
    fix: ConnectionError['fix'] = null,
  ) {
    super(message);
    this.kind = kind;
    this.mayRetry = mayRetry;
    this.fix = fix;
  }

  /** The message, with what mends it. */
  inWords(words: ClientWords = CLIENT_WORDS): string {
    return this.fix ? `${this.message} ${this.fix(words)}` : this.message;
  }
}

const SECONDS = new Intl.NumberFormat('en-US', { style: 'unit', unit: 'second', unitDisplay: 'long' });

export const STOPPING = new ConnectionError(
  'timeout',
  'The API had not answered when this program had to stop, and was not waited for.',
  false,
);

/** The error of what took longer than `ms` milliseconds. `what` fits behind "The API did not". */
export function timedOut(what: string, ms: number): ConnectionError {
  return new ConnectionError('timeout', `The API did not ${what} within ${seconds(ms)}.`, true);
}

/** The code of the error that `lateConnection` makes. */
export const CONNECT_TIMEOUT = 'CONNECT_TIMEOUT';

/** The error of a connection that was not made in time. */
export function lateConnection(): Error {
  return Object.assign(new Error('connect time limit'), { code: CONNECT_TIMEOUT });
}

/** As people say it: 20 seconds, 7.5 seconds, 1 second. */
function seconds(ms: number): string {
  return SECONDS.format(Number((ms / 1000).toPrecision(2)));
}

const REASONS = new Map([
  ['ECONNREFUSED', 'nothing listens at that address'],
  ['ENOTFOUND', 'the host name is not known'],
  ['EAI_AGAIN', 'the host name could not be looked up'],
  ['ECONNRESET', 'the connection was cut'],
  ['EPIPE', 'the connection was cut'],
  ['EHOSTUNREACH', 'the host cannot be reached'],
  ['ENETUNREACH', 'the network cannot be reached'],
]);

/** `way`: how the API was to be reached, as part of a sentence. */
export function networkMessage(code: string | undefined, text: string, way: string): string {
  if (text.includes('aborted')) return 'The connection to the API was cut in the middle of its answer.';
  const reason = REASONS.get(code ?? '');
  const shown = code ? ` (${code})` : '';
  return reason
    ? `The API could not be reached${way}: ${reason}${shown}.`
    : `The exchange with the API${way} failed${shown}.`;
}

/** A certificate, protocol or header problem is the same the next time. */
export function isHopeless(code: string): boolean {
  return /CERT|SIGNATURE|ERR_TLS|ERR_SSL|EPROTO|ERR_INVALID|ERR_UNESCAPED/.test(code);
}
