import { sql, type Kysely } from 'kysely';
import { againAfterDeadlock } from './again-after-deadlock';
import { ApiCallRepository } from './api-calls';
import { ChangeRepository, type Noted } from './changes';
import { ClaimRepository } from './claims';
import { ContractorRepository } from './contractors';
import { CoverageNewsRepository } from './coverage-news';
import type { Database } from './database';
import { EventRepository } from './events';
import { forgetAll } from './forget-all';
import { KnownObjectRepository } from './known-objects';
import { HookDeliveryRepository } from './hook-deliveries';
import { MachineKeyRepository } from './machine-keys';
import { OnboardingLists } from './onboarding-lists';
import { OnboardingObjectRepository } from './onboarding-objects';
import { OnboardingRepository } from './onboardings';
import { PendingEventRepository } from './pending-events';
import { RejectedDeliveryRepository } from './rejected-deliveries';
import type { Schema } from './schema';
import { SearchWordRepository } from './search-words';
import { SessionRepository } from './sessions';
import { SettingRepository } from './settings';
import { SignInAttemptRepository } from './sign-in-attempts';
import { StandingRepository } from './standings';
import { TodoRepository } from './todos';
import { UnclearCreateRepository } from './unclear-creates';
import { withoutWaiting } from './without-waiting';

/** Everything the app keeps, one repository for each aggregate. */
export interface Repositories {
  readonly onboardings: OnboardingRepository;
  readonly lists: OnboardingLists;
  readonly objects: OnboardingObjectRepository;
  readonly events: EventRepository;
  readonly pending: PendingEventRepository;
  readonly apiCalls: ApiCallRepository;
  readonly settings: SettingRepository;
  readonly claims: ClaimRepository;
  readonly unclearCreates: UnclearCreateRepository;
  readonly coverageNews: CoverageNewsRepository;
  readonly knownObjects: KnownObjectRepository;
  readonly todos: TodoRepository;
  readonly contractors: ContractorRepository;
  readonly standings: StandingRepository;
  readonly words: SearchWordRepository;
}

export interface Store extends Repositories {
  readonly sessions: SessionRepository;
  readonly signInAttempts: SignInAttemptRepository;
  readonly rejected: RejectedDeliveryRepository;
  readonly machineKeys: MachineKeyRepository;
  readonly hookDeliveries: HookDeliveryRepository;
  readonly changes: ChangeRepository;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  /**
   * Resolves when a small change was committed durably. Rejects while the disk is full, or can only be read, and
   * when the database file is damaged.
   */
  proveDurable(): Promise<void>;
  /**
   * Runs work on one onboarding alone: no other process or request that uses this method for the same
   * onboarding runs at the same time, and its changes are committed together or not at all.
   */
  exclusively<Result>(
    onboardingId: string,
    work: (repositories: Repositories) => Promise<Result>,
  ): Promise<Result>;
  /**
   * Runs work whose changes are committed together or not at all. Where PostgreSQL ends it, since it and another wait for
   * each other, it runs anew.
   */
  together<Result>(work: (repositories: Repositories) => Promise<Result>): Promise<Result>;
  /** The same for what can be worked out anew, or be lost: its commit does not wait for the disk (see without-waiting.ts). */
  withoutWaiting<Result>(work: (repositories: Repositories) => Promise<Result>): Promise<Result>;
  /**
   * From now on changes of onboardings are dated by this clock, in epoch milliseconds: by the API's, as all that is shown
   * beside them. Until then, and everything else, by our own.
   */
  dateChangesBy(clock: () => number): void;
  /** DEMO ONLY: forgets all that was learned of the API, and keeps a setting, together or not at all. */
  forgetAll(setting: { name: string; value: string }): Promise<void>;
  close(): Promise<void>;
}

/** The repositories on a database that `migrate` has brought up to date. `now` gives epoch milliseconds. */
export function createStore(database: Database, now: () => number): Store {
  const { sql: db, engine } = database;
  let changedNow = now;
  const { written } = database;
  const changes = new ChangeRepository(database, now);
  const on = (place: Pick<Database, 'sql' | 'engine'>, noted: Noted) =>
    repositories(place, now, () => changedNow(), noted);
  /** What the work says of whom it concerns counts once it is committed. */
  const within = async <Result>(
    begin: (work: (transaction: Kysely<Schema>) => Promise<Result>) => Promise<Result>,
    work: (repositories: Repositories) => Promise<Result>,
  ) => {
    const names = new Set<string>();
    const result = await begin((sql) => work(on({ sql, engine }, names)));
    written.add(names);
    return result;
  };
  const noted: Noted = { add: (name) => written.add([name]) };
  const together: Store['together'] = (work) =>
    againAfterDeadlock(() => within((all) => db.transaction().execute(all), work));
  return {
    ...on(database, noted),
    events: new EventRepository(db, engine, noted, database.receiving),
    sessions: new SessionRepository(database, now),
    signInAttempts: new SignInAttemptRepository(db, now),
    rejected: new RejectedDeliveryRepository(db),
    machineKeys: new MachineKeyRepository(db, now),
    hookDeliveries: new HookDeliveryRepository(db),
    changes,
    ping: async () => {
      await sql`select 1`.execute(db);
    },
    proveDurable: async () => {
      // What is in memory would hide that the file is damaged.
      if (engine === 'sqlite') await sql`pragma shrink_memory`.execute(db);
      await new SettingRepository(db).set('proved_durable_at', String(now()));
    },
    exclusively: (onboardingId, work) =>
      together(async (repositories) => {
        await repositories.onboardings.alone(onboardingId);
        return work(repositories);
      }),
    together,
    withoutWaiting: (work) => againAfterDeadlock(() => within((all) => withoutWaiting(database, all), work)),
    dateChangesBy: (clock) => {
      changedNow = clock;
    },
    forgetAll: (setting) =>
      againAfterDeadlock(() =>
        db.transaction().execute(async (transaction) => {
          // Whoever learns meanwhile would write once more what is forgotten.
          await new KnownObjectRepository(transaction, engine).alone();
          return forgetAll(transaction, setting);
        }),
      ),
    close: async () => {
      await changes.stop();
      await database.close();
    },
  };
}

function repositories(
  { sql: db, engine }: Pick<Database, 'sql' | 'engine'>,
  now: () => number,
  changedNow: () => number,
  noted: Noted,
): Repositories {
  return {
    onboardings: new OnboardingRepository(db, changedNow, engine),
    lists: new OnboardingLists(db, changedNow),
    objects: new OnboardingObjectRepository(db, now),
    events: new EventRepository(db, engine, noted),
    pending: new PendingEventRepository(db, noted),
    apiCalls: new ApiCallRepository(db),
    settings: new SettingRepository(db),
    claims: new ClaimRepository(db, now),
    unclearCreates: new UnclearCreateRepository(db),
    coverageNews: new CoverageNewsRepository(db),
    knownObjects: new KnownObjectRepository(db, engine),
    todos: new TodoRepository(db),
    contractors: new ContractorRepository(db, engine, now),
    standings: new StandingRepository(db, engine),
    words: new SearchWordRepository(db, engine),
  };
}
