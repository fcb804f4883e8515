import { KINDS, type Finding, type Kind } from './finding';
import { shownWord } from './redact';

export interface Failure {
  operation: string;
  cause: string;
  fix: string;
}

export interface LeftOut {
  operation: string;
  reason: string;
}

export interface Difference {
  kind: Kind;
  place: string;
  expected?: string;
  got?: string;
  /** The document itself only guesses here. */
  is_guess: boolean;
  /** How often it was seen, and in the answers of which operations. */
  times: number;
  operations: string[];
}

/** Names, types and values of enumerations: nothing that an answer held besides. */
export interface Report {
  differences: Difference[];
  /** Operations whose answers are as the document has them, and how many attributes were. */
  same: { operations: string[]; attributes: number };
  failures: Failure[];
  left_out: LeftOut[];
}

type Seen = readonly { operation: string; finding: Finding }[];

export function makeReport(
  seen: Seen,
  failures: readonly Failure[],
  leftOut: readonly LeftOut[],
  privates: ReadonlySet<string>,
): Report {
  const differences = new Map<string, Difference>();
  const [good, bad] = [new Set<string>(), new Set<string>()];
  for (const { operation, finding } of seen) {
    if (finding.kind === 'same') good.add(finding.place);
    else {
      bad.add(finding.place);
      addTo(differences, differenceOf(finding, finding.kind, privates), operation);
    }
  }
  const found = [...differences.values()].sort((a, b) => (a.place + a.kind).localeCompare(b.place + b.kind));
  const differing = new Set(found.flatMap(({ operations }) => operations));
  const failed = new Set(failures.map(({ operation }) => operation));
  const called = new Set(seen.map(({ operation }) => operation));
  return {
    differences: found,
    same: {
      operations: [...called].filter((name) => !differing.has(name) && !failed.has(name)),
      attributes: [...good].filter((place) => !bad.has(place)).length,
    },
    failures: [...failures],
    left_out: [...leftOut],
  };
}

function differenceOf(finding: Finding, kind: Kind, privates: ReadonlySet<string>): Difference {
  const { place, expected, got, word, isGuess } = finding;
  const shown = word === undefined ? undefined : shownWord(word, privates);
  const isNew = kind === 'new';
  const has = isNew ? got : (shown ?? got);
  return {
    kind,
    place: isNew && shown !== undefined ? `${place}.${shown}` : place,
    ...(expected !== undefined && { expected }),
    ...(has !== undefined && { got: has }),
    is_guess: isGuess,
    times: 0,
    operations: [],
  };
}

function addTo(all: Map<string, Difference>, difference: Difference, operation: string): void {
  const { kind, place, expected, got } = difference;
  const key = JSON.stringify([kind, place, expected, got]);
  const kept = all.get(key) ?? difference;
  kept.times += 1;
  if (!kept.operations.includes(operation)) kept.operations.push(operation);
  all.set(key, kept);
}

/** What a difference comes to, in words. */
export function inWords({ kind, expected, got }: Difference): string {
  const parts = [expected && `expected ${expected}`, got && `got ${got}`].filter(Boolean);
  return [KINDS[kind], parts.join(', ')].filter(Boolean).join(': ');
}
