import { CallFailed, type Answer, type Caller } from './caller';
import type { Operation } from './contract';
import { findingsIn } from './exchange';
import type { Finding } from './finding';
import { readAll } from './reads';
import { makeReport, type Failure, type LeftOut, type Report } from './report';
import { walkForth } from './walk';

/** What was looked at so far. */
export class Run {
  readonly #findings: { operation: string; finding: Finding }[] = [];
  readonly #failures: Failure[] = [];
  readonly #leftOut: LeftOut[] = [];
  readonly #privates = new Set<string>();

  /**
   * Makes a call and holds its answer against the document; null when there was none.
   * @throws CallFailed when other calls would fail too
   */
  async look(
    operation: Operation,
    call: () => Promise<Answer>,
    wanted: readonly number[],
  ): Promise<Answer | null> {
    try {
      const answer = await call();
      for (const finding of findingsIn({ operation, wanted, ...answer }, this.#privates)) {
        this.#findings.push({ operation: operation.id, finding });
      }
      return answer;
    } catch (error) {
      this.#fail(operation.id, error);
      return null;
    }
  }

  #fail(operation: string, error: unknown): void {
    if (!(error instanceof CallFailed)) throw error;
    this.#failures.push({ operation, cause: error.message, fix: error.fix });
    if (error.endsRun) throw error;
  }

  leaveOut(operation: Operation, reason: string): void {
    this.#leftOut.push({ operation: operation.id, reason });
  }

  /** What came of it, without anything that is private. */
  report(): Report {
    return makeReport(this.#findings, this.#failures, this.#leftOut, this.#privates);
  }
}

/** Asks the API and holds its answers against the document; with `walk` it makes objects there too. */
export async function checkDrift(caller: Caller, { walk }: { walk: boolean }): Promise<Report> {
  const run = new Run();
  try {
    const tidyUp = walk ? await walkForth(run, caller) : () => Promise.resolve();
    try {
      await readAll(run, caller);
    } finally {
      await tidyUp();
    }
  } catch (error) {
    // It stands among the failures.
    if (!(error instanceof CallFailed)) throw error;
  }
  return run.report();
}
