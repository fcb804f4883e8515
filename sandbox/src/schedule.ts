import { isSqliteError } from '../../lib/sqlite';
import type { Clock } from './clock';
import type { SandboxLogger } from './logger';
import type { Database } from './database';

/** Things that happen by themselves at a sandbox time; what each does stands in `tasks.ts`. */
export const taskNames = [
  'session.expire',
  'session.review',
  'session.issue',
  'assignment.charge',
  'invoice.collect',
  'payment_session.expire',
  'certificate.process',
  'certificate.decide',
  'certificate.review',
] as const;
export type TaskName = (typeof taskNames)[number];

export interface Schedule {
  /**
   * Notes in the running transaction that the task is due for the object at a sandbox time (epoch seconds, UTC).
   * A task is noted once for each object: noting it again moves it.
   */
  at(seconds: number, task: TaskName, objectId: string): void;
  cancel(task: TaskName, objectId: string): void;
  /**
   * Does what is due by now, in order of time, each in a durable transaction of its own that sees the clock at its
   * due time; so after a large jump events have the order and the dates they would have had. Call it whenever the
   * clock or the stored state was changed from outside. Gives back how many were done.
   */
  runDue(): number;
  /** `runDue`, but free of cost while nothing is due: for every request. */
  catchUp(): void;
  /** Wakes up by itself from now on. */
  start(): void;
  stop(): void;
}

interface Due {
  at: number;
  task: TaskName;
  object: string;
}

/** What may be waited for at once by a timer. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;
/** After a failure of the database. */
const TRY_AGAIN_MS = 5_000;

export function createSchedule(
  parts: { database: Database; clock: Clock; logger: SandboxLogger },
  perform: (task: TaskName, objectId: string) => void,
): Schedule {
  const { database, clock, logger } = parts;
  const first = () => database.get<Due>('SELECT at, task, object FROM schedule ORDER BY at, noted LIMIT 1');
  const remove = (task: TaskName, object: string) =>
    database.run('DELETE FROM schedule WHERE task = ? AND object = ?', task, object);
  let next = first()?.at ?? Infinity;
  let running = false;
  let awake = false;
  let timer: NodeJS.Timeout | undefined;

  const setTimer = () => {
    clearTimeout(timer);
    // A clock that stands brings nothing by itself.
    if (!awake || next === Infinity || clock.stands()) return;
    const wait = Math.max(0, Math.min(next * 1000 - clock.now(), LONGEST_WAIT_MS));
    timer = setTimeout(runByTimer, wait).unref();
  };
  // Nobody would catch what a timer throws, and the process would end.
  const runByTimer = () => {
    try {
      runDue();
    } catch (error) {
      logger.error({ err: error }, 'scheduled tasks could not be done; trying again');
      timer = setTimeout(runByTimer, TRY_AGAIN_MS).unref();
    }
  };
  const run = ({ at, task, object }: Due) => {
    try {
      database.transaction(() => {
        remove(task, object);
        clock.during(at, () => perform(task, object));
      });
    } catch (error) {
      if (isSqliteError(error)) throw error;
      // Whatever it had written is rolled back; trying it again would fail for ever and hold up the rest.
      logger.error({ err: error, task, object }, 'scheduled task failed');
      remove(task, object);
    }
  };
  const runDue = () => {
    // A task that makes something due, or a request inside one, must not begin again from the middle.
    if (running) return 0;
    running = true;
    let done = 0;
    try {
      let due = first();
      for (; due && due.at <= clock.seconds(); done += 1, due = first()) run(due);
      next = due?.at ?? Infinity;
    } finally {
      running = false;
    }
    setTimer();
    return done;
  };
  return {
    at(seconds, task, object) {
      // Tasks of the same second are done in the order they were noted, so each is numbered after all others.
      database.run(
        `INSERT OR REPLACE INTO schedule (task, object, at, noted)
         VALUES (?, ?, ?, (SELECT coalesce(max(noted), 0) + 1 FROM schedule))`,
        ...[task, object, seconds],
      );
      next = Math.min(next, seconds);
      if (!running) setTimer();
    },
    cancel: (task, object) => void remove(task, object),
    runDue,
    catchUp: () => void (next <= clock.seconds() && runDue()),
    start() {
      awake = true;
      runByTimer();
    },
    stop() {
      awake = false;
      clearTimeout(timer);
    },
  };
}
