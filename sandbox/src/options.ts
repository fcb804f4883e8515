import type { SandboxLogger } from './logger';

export interface SandboxOptions {
  /** A folder of its own, made when absent and locked while it is open. Without one all is in memory. */
  dataDir?: string | undefined;
  /** How browsers reach it, e.g. http://127.0.0.1:4010; may be set once the port is known. */
  publicUrl?: string | undefined;
  /** Names that it answers to besides addresses, those of this machine and its public one. */
  otherHosts?: readonly string[];
  /** Hosts that payment sessions may lead back to, besides those of the organisation's settings. */
  returnHosts?: readonly string[];
  /** Name of the platform that sends contractors to the hosted pages, as those call it. */
  platform?: string | undefined;
  /** Origins whose pages may call the API, `*` for every one. None by default. */
  cors?: readonly string[];
  logger?: SandboxLogger;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** With a seed ids are the same for the same calls, and the clock stands until it is moved; for an empty state. */
  seed?: string | undefined;
  /** At least 0 and below 1: decides where faults hit. */
  random?: () => number;
  /** Waits between attempts to deliver a webhook. */
  retryDelaysMs?: readonly number[];
  /** How long an endpoint may take to answer. */
  webhookTimeLimitMs?: number;
  /** After so long without a call an account with a name is closed, until it is called again. Ten minutes. */
  accountIdleMs?: number;
  /** How many attempts to deliver are kept, of all deliveries together. */
  attemptsKept?: number;
}
