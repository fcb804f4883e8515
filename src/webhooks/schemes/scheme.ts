import { isUsableSecret } from '../secrets';

/** Why a signature was refused. Machine-readable: it is sent back and logged. */
export type SignatureProblem =
  | 'no_secret_configured'
  | 'signature_missing'
  | 'signature_malformed'
  | 'timestamp_too_old'
  | 'timestamp_in_future'
  | 'signature_mismatch';

export interface SignedRequest {
  /** Names in lower case, as Node gives them. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  rawBody: Buffer;
  secrets: readonly string[];
  /** Epoch seconds. */
  now: number;
}

/**
 * One way of signing deliveries. The vendor's scheme is not public as far as we know, so it is a choice.
 * `verify` gives null when a secret fits, else the problem.
 */
export interface SignatureScheme {
  readonly name: string;
  /** How far the time of a delivery may be from ours, in seconds; null: the scheme signs no time. */
  readonly toleranceSeconds: number | null;
  /** Whether a secret is written so that it can be a key of this scheme. */
  takes(secret: string): boolean;
  verify(request: SignedRequest): SignatureProblem | null;
  /**
   * The headers that a sender adds; the twin of `verify`, for tests and test senders. `now` in epoch seconds; `id`
   * for schemes that sign one: it names the delivery.
   */
  sign(rawBody: Buffer | string, secret: string, now: number, id?: string): Record<string, string>;
}

/** How the text of a secret becomes a key: as it is, or decoded. */
export type SecretEncoding = 'text' | 'hex' | 'base64';

/** How far the time of a delivery may be from ours, to either side, unless a scheme is told otherwise. */
export const TOLERANCE_SECONDS = 300;

/** Whether one of the schemes accepts the request: null, or what is wrong. A secret that proves nothing counts for none. */
export function verifySignature(
  schemes: readonly SignatureScheme[],
  request: SignedRequest,
): SignatureProblem | null {
  if (usableOf(request.secrets).length === 0) return 'no_secret_configured';
  let problem: SignatureProblem = 'signature_missing';
  for (const scheme of schemes) {
    const found = scheme.verify(request);
    if (found === null) return null;
    // Of several, the scheme whose header came tells more than those whose header is missing.
    if (problem === 'signature_missing') problem = found;
  }
  return problem;
}

/** The secrets that prove something, and are written as the scheme needs them. */
export function usableOf(
  secrets: readonly string[],
  takes: SignatureScheme['takes'] = () => true,
): readonly string[] {
  return secrets.filter((secret) => isUsableSecret(secret) && takes(secret));
}

/** All values of a header that may have come several times, or with several values. */
export function headerOf({ headers }: SignedRequest, name: string): string {
  return [headers[name.toLowerCase()] ?? []].flat().join(',');
}

/** Null when one of the times is near enough, else what is wrong with them. Epoch seconds. */
export function timeProblem(
  times: readonly number[],
  now: number,
  tolerance: number,
): SignatureProblem | null {
  if (times.some((time) => Math.abs(time - now) <= tolerance)) return null;
  return Math.max(...times) < now ? 'timestamp_too_old' : 'timestamp_in_future';
}
