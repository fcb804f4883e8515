import type { Clock } from './clock';
import type { Database } from './database';
import type { Delays } from './delays';
import type { Framing } from './framing';
import type { Ids } from './ids';
import type { Journal } from './journal/journal';
import type { SandboxLogger } from './logger';
import type { Kept } from './kept-settings';
import type { Objects } from './objects';
import type { Organisation } from './organisation';
import type { Schedule } from './schedule';
import type { Switches } from './switches';

/** What every part of the sandbox works with. */
export interface SandboxContext {
  /** The name of the account; null for the one that all keys without a name share. */
  readonly account: string | null;
  /** The path below which all of its addresses are, without a slash at the end. */
  readonly basePath: string;
  /** The names of the accounts besides; an account with a name knows of none. */
  readonly otherAccounts: () => readonly string[];
  readonly database: Database;
  readonly objects: Objects;
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** Faults and variants. */
  readonly switches: Switches;
  /** Who may show its pages in frames. */
  readonly framing: Framing;
  readonly organisation: Kept<Organisation>;
  /** Hosts that payment sessions may lead back to, besides those of the organisation: the app's that brought it along. */
  readonly returnHosts: readonly string[];
  /** Name of the platform that sends contractors to the hosted pages; null: nobody told. */
  readonly platform: string | null;
  readonly ids: Ids;
  readonly delays: Delays;
  readonly journal: Journal;
  /** At least 0 and below 1: decides where faults hit. */
  readonly random: () => number;
  readonly logger: SandboxLogger;
  readonly apiKey: string;
  /** Signs the forms of the hosted application. */
  readonly formSecret: string;
  /** How browsers reach the sandbox, without a slash at the end. */
  publicUrl(): string;
  /** Tells the sender that there may be something to deliver, once the running transaction is committed. */
  wakeSender(): void;
}
