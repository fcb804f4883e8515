import { counted } from '../../lib/counted';

/** What one check came to. */
export interface Finding {
  /** What was looked at, such as `Database`. */
  check: string;
  /** `skipped`: it cannot be told before something else is mended. */
  outcome: 'ok' | 'warning' | 'problem' | 'skipped';
  /** What was found, in a sentence. */
  finding: string;
  /** What mends it; null where there is nothing to do. */
  fix: string | null;
}

/** What a check says of itself; its name stands in the list of checks. */
export type Said = Omit<Finding, 'check'>;
export type Check = () => Said | Promise<Said>;

export const ok = (finding: string): Said => ({ outcome: 'ok', finding, fix: null });
export const warning = (finding: string, fix: string): Said => ({ outcome: 'warning', finding, fix });
export const problem = (finding: string, fix: string): Said => ({ outcome: 'problem', finding, fix });
export const skipped = (finding: string): Said => ({ outcome: 'skipped', finding, fix: null });

/** A check that takes longer has failed: whoever asks wants an answer. */
const CHECK_MS = 6_000;

/** Runs all checks at once. None of them can fail the others, nor take long. */
export function examine(checks: Readonly<Record<string, Check>>, limitMs = CHECK_MS): Promise<Finding[]> {
  return Promise.all(
    Object.entries(checks).map(async ([check, run]) => ({ check, ...(await within(limitMs, run)) })),
  );
}

async function within(ms: number, run: Check): Promise<Said> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<Said>((resolve) => {
    const said = problem(
      `There was no answer in ${counted(ms / 1000, 'second')}.`,
      'Look whether it is overloaded, and check again.',
    );
    timer = setTimeout(() => resolve(said), ms);
  });
  try {
    return await Promise.race([(async () => run())(), tooLong]);
  } catch (error) {
    return problem(`It could not be checked: ${reasonOf(error)}`, 'Mend that, and check again.');
  } finally {
    clearTimeout(timer);
  }
}

/** Why something failed, as a sentence. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : 'it failed without a reason';
  return `${text.replace(/\.$/, '')}.`;
}
