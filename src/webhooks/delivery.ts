import type { PolicyEvent } from '../policy-api/normalize/event';
import type { NewEvent } from './event';
import type { AnyLogger } from './logger';
import type { SignatureScheme } from './schemes/scheme';
import type { Secrets } from './secrets';

/** The largest body that is read, in bytes. Real ones have a few thousand. */
export const MAX_BODY = 256 * 1024;

/** Why there are no bytes to verify. */
export type BodyProblem = 'too_large' | 'unreadable' | 'parsed_before';

export interface Delivery {
  method: string;
  /** Names in lower case, as Node gives them. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The bytes as they came: signatures are made over them. */
  rawBody: Buffer | BodyProblem;
  /** The address it comes from: what has to be confirmed is limited by it. */
  from?: string | undefined;
}

/** What a route works with. */
export interface WebhookOptions {
  /** The signing secrets in force; several while one is changed over. */
  secrets: Secrets;
  /** The ways of signing that are accepted. */
  schemes: readonly SignatureScheme[];
  /** The delivery is answered when it has settled: give it a time limit of its own. */
  record: RecordEvent;
  /** Asks the API about a delivery whose signature cannot be checked (see confirm.ts). */
  confirm?: ConfirmEvent | undefined;
  /** Absent: by signature when a secret is known or there is no `confirm`, else through the API. */
  verify?: 'signature' | 'api' | null | undefined;
  /** Epoch milliseconds. */
  now?: (() => number) | undefined;
  logger?: AnyLogger | undefined;
  /** Told of each delivery that is refused for good. It neither throws nor takes long: anybody can send many. */
  onRejected?: ((rejection: Rejection) => void) | undefined;
}

/** A delivery that was refused for good. */
export interface Rejection extends Pick<Delivery, 'headers' | 'from'> {
  /** The code that the sender is answered with. */
  reason: string;
  status: number;
  /** Null where it was not read, or could not be held while the API was asked. */
  rawBody: Buffer | null;
}

export interface WebhookAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: object;
}

export type Recorded = 'new' | 'duplicate';

/**
 * Keeps an event under its `key`, which is unique, and says after the commit whether it was there already.
 * @throws EventRefusedError when the event can never be kept; any other failure may pass
 */
export type RecordEvent = (event: NewEvent) => Promise<Recorded>;

/** The storage refuses what the event holds, however often it is sent. */
export class EventRefusedError extends Error {
  constructor(cause: unknown) {
    super('The event holds something that cannot be kept.', { cause });
    this.name = 'EventRefusedError';
  }
}

/** What a delivery claims to be. Small, as many may wait for the API. */
export interface Claim {
  /** Null when it came without one. */
  id: string | null;
  /** See `namelessKey`. */
  namelessKey: string;
}

/** What asking the API about a delivery came to. */
export type Confirmation =
  | { outcome: 'confirmed'; event: PolicyEvent }
  | { outcome: 'unknown' }
  | { outcome: 'unavailable'; reason: string }
  | { outcome: 'limited'; retryAfterSeconds: number };

/** `from`: the address that the delivery comes from. */
export type ConfirmEvent = (claim: Claim, from: string | undefined) => Promise<Confirmation>;
