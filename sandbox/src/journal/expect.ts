import { counted } from '../../../lib/counted';
import type { JournalCall } from './call';
import { differences, type CallPattern } from './differences';

export interface Expectation extends CallPattern {
  /** Exactly so often; at least once when it is left out. */
  times?: number | undefined;
}

export interface Finding {
  expected: Expectation;
  met: boolean;
  /** Why it is not; empty when it is. */
  why: string;
  /** The ids of the calls that are like it. */
  calls: number[];
  /** Those that come nearest when it is not met. */
  nearest: { id: number; call: string; differs: string[] }[];
}

const NEAREST = 3;

/**
 * Whether calls were made. Expectations that are alike count together. In order means that each is found behind the one
 * before it; others may come in between.
 * @param calls the oldest first
 */
export function expectCalls(
  expected: readonly Expectation[],
  inOrder: boolean,
  calls: readonly JournalCall[],
) {
  const found = expected.map((one) => finding(one, expected, calls));
  const findings = inOrder ? ordered(found) : found;
  const good = findings.filter(({ met }) => met).length;
  const summary = `${good} of ${counted(findings.length, 'expectation')} met, by ${counted(calls.length, 'call')} of the journal.`;
  const lines = findings.flatMap((one, index) => (one.met ? [] : [`${index + 1}. ${textOf(one)}`]));
  return { met: good === findings.length, text: [summary, ...lines].join('\n'), expectations: findings };
}

function finding(one: Expectation, all: readonly Expectation[], calls: readonly JournalCall[]): Finding {
  const { times: _times, ...pattern } = one;
  const alike = all.filter(
    ({ times: _other, ...other }) => JSON.stringify(other) === JSON.stringify(pattern),
  );
  const exact = alike.some(({ times }) => times !== undefined);
  const wanted = alike.reduce((sum, { times = 1 }) => sum + times, 0);
  const like = calls.filter((call) => differences(pattern, call).length === 0).map(({ id }) => id);
  const met = exact ? like.length === wanted : like.length >= wanted;
  const often = `${exact ? '' : 'at least '}${counted(wanted, 'call')}`;
  const why = met ? '' : `Expected ${often} like ${JSON.stringify(pattern)}, and found ${like.length}.`;
  return { expected: one, met, why, calls: like, nearest: met ? [] : nearestTo(pattern, calls) };
}

/** Of those that differ; another operation says more than another value. */
function nearestTo(pattern: CallPattern, calls: readonly JournalCall[]): Finding['nearest'] {
  const far = (differs: readonly string[]) =>
    differs.length + (differs[0]?.startsWith('operation ') ? 100 : 0);
  return calls
    .map((call) => ({ id: call.id, call: describe(call), differs: differences(pattern, call) }))
    .filter(({ differs }) => differs.length > 0)
    .sort((a, b) => far(a.differs) - far(b.differs) || b.id - a.id)
    .slice(0, NEAREST);
}

const describe = ({ method, path, status }: JournalCall): string =>
  `${method} ${path} -> ${status ?? 'no answer'}`;

/** Lets each begin behind the last call of the one before it. */
function ordered(findings: readonly Finding[]): Finding[] {
  let place = 0;
  return findings.map((one) => {
    if (!one.met || one.expected.times === 0) return one;
    const behind = one.calls.filter((id) => id > place).slice(0, one.expected.times ?? 1);
    const last = behind.at(-1);
    if (last !== undefined && behind.length === (one.expected.times ?? 1)) {
      place = last;
      return { ...one, calls: behind };
    }
    const why = `It was made, but not after call ${place}, where the one before it was found.`;
    return { ...one, met: false, why };
  });
}

function textOf({ why, nearest }: Finding): string {
  const lines = nearest.map(
    ({ id, call, differs }) => `   nearest: call ${id}, ${call}: ${differs.join('; ')}`,
  );
  return [why, ...lines].join('\n');
}
