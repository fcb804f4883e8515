import { codeOf } from './failures';

/** One of two transactions that wait for each other is ended by PostgreSQL: the other is done by the next try. */
const DEADLOCK = '40P01';
const MOST_TRIES = 3;

/** `run`: a whole transaction. */
export async function againAfterDeadlock<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      if (codeOf(error) !== DEADLOCK || tries === MOST_TRIES) throw error;
    }
  }
}
