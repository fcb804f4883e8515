/** Keeps what was learned of objects of the API. What comes twice, late, or in another order comes to the same. */
import type { KnownObjectRow, ObjectKey } from '../../store/known-objects';
import { TOLD_KINDS } from '../../store/given-events';
import { isSameKnowledge, merged, openTo, type Fields } from './fields';
import type { Learned } from './observe';
import { settle, type LearnDeps, type LearningRepositories } from './settle';

/** What learning came to. */
export interface Outcome {
  /** Contractors of whom something changed. */
  contractors: string[];
  /** Whether the coverage of somebody for a job stands anew. */
  moved: boolean;
  /** Whether there is something to read from the API now. */
  wants: boolean;
}

/** Several changes of one object, as one. */
function gathered(learned: readonly Learned[]): Map<string, Learned> {
  const all = new Map<string, Learned>();
  for (const one of learned) {
    const key = `${one.kind} ${one.id}`;
    const before = all.get(key);
    all.set(key, before ? { ...one, fields: merged(before.fields, one.fields) } : one);
  }
  return all;
}

/**
 * Keeps what was learned. In one transaction: all of it, or nothing. It waits for the disk (`together`), but where all
 * of it can be learned once more.
 */
export async function learn(
  deps: LearnDeps,
  learned: readonly Learned[],
  how: keyof LearnDeps['store'],
): Promise<Outcome> {
  if (learned.length === 0) return { contractors: [], moved: false, wants: false };
  return deps.store[how](async (repositories) => {
    await repositories.knownObjects.alone();
    return learnWithin(repositories, deps, learned);
  });
}

/** The same as a part of a transaction, in which nobody else learns (see `knownObjects.alone`). */
export async function learnWithin(
  repositories: LearningRepositories,
  deps: LearnDeps,
  learned: readonly Learned[],
): Promise<Outcome> {
  const { changed, wants } = await keep(repositories, gathered(learned), deps.at());
  const given = await knownByQuote(repositories, changed);
  await giveEvents(repositories, [...changed, ...given]);
  const contractors = await concerned(repositories, changed, given);
  const moved = await settle(deps, repositories, contractors);
  return { contractors, moved, wants };
}

/** Objects that are named, but were never read. */
const REFERENCES = [
  ['contractorId', 'contractor'],
  ['jobId', 'job'],
  ['quoteId', 'quote'],
  ['entityId', 'entity'],
] as const;

async function keep(
  { knownObjects }: LearningRepositories,
  learned: ReadonlyMap<string, Learned>,
  at: number,
) {
  const keys: ObjectKey[] = [...learned.values()];
  const named = keys.concat([...learned.values()].flatMap(namedBy));
  const rows = await knownObjects.take(named);
  const told = rows.flatMap((row) => changedBy(row, learned.get(`${row.kind} ${row.id}`), at));
  const changed = await withOwners(knownObjects, told);
  await knownObjects.put(changed);
  return { changed, wants: changed.some(({ wanted_after: after }) => after !== null) };
}

function namedBy({ fields }: Learned): ObjectKey[] {
  return REFERENCES.flatMap(([field, kind]) => {
    const id = textIn(fields, field);
    return id === null ? [] : [{ kind, id }];
  });
}

/** The row as it is afterwards; none where nothing changed. */
function changedBy(row: KnownObjectRow, learned: Learned | undefined, at: number): KnownObjectRow[] {
  const before = JSON.parse(row.fields) as Fields;
  const fields = learned ? merged(openTo(learned.fields, before, at), learned.fields) : before;
  const wanted = row.tries === 0 && isWanted(row.kind, fields, before) ? 0 : row.wanted_after;
  const isRead = learned !== undefined && Object.hasOwn(learned.fields, 'gone');
  const wantedAfter = isRead ? null : wanted;
  if (isSameKnowledge(fields, before) && wantedAfter === row.wanted_after) return [];
  return [
    {
      ...row,
      fields: JSON.stringify(fields),
      contractor_id: textIn(fields, 'contractorId') ?? row.contractor_id,
      job_id: textIn(fields, 'jobId') ?? row.job_id,
      quote_id: textIn(fields, 'quoteId') ?? row.quote_id,
      policy_id: textIn(fields, 'policyId') ?? row.policy_id,
      entity_id: textIn(fields, 'entityId') ?? row.entity_id,
      created_seconds: numberIn(fields, 'created') ?? row.created_seconds,
      wanted_after: wantedAfter,
      todo: todoOf(row.kind, fields),
      ...(isRead && { tries: 0 }),
    },
  ];
}

/** What of it waits for somebody; see src/compliance/board/todo.ts. */
function todoOf(kind: string, fields: Fields): string | null {
  const is = (name: string) => (Object.hasOwn(fields, name) ? fields[name]?.[2] : undefined);
  if (is('gone') === true) return null;
  if (kind === 'certificate') return is('status') === 'flagged' ? 'certificate' : null;
  return kind === 'invoice' && is('purchaseOrder') === null ? 'order' : null;
}

/** Kinds that say what others lack: names, whose a quote is and what it covers, what a certificate shows. */
const READ_ONCE: ReadonlySet<string> = new Set(['contractor', 'job', 'quote', 'entity']);

/** Whether the API is to be asked for it: it was never read, or its event tells that there is more to read. */
function isWanted(kind: string, fields: Fields, before: Fields): boolean {
  if (READ_ONCE.has(kind)) return !Object.hasOwn(fields, 'gone') && Object.keys(before).length === 0;
  if (kind !== 'certificate') return false;
  return JSON.stringify(fields['status']) !== JSON.stringify(before['status']);
}

/** What does not say whose it is belongs to the contractor of its quote. */
async function withOwners(
  knownObjects: LearningRepositories['knownObjects'],
  rows: readonly KnownObjectRow[],
): Promise<KnownObjectRow[]> {
  const quoteIds = rows.flatMap((row) =>
    row.contractor_id === null && row.quote_id !== null ? [row.quote_id] : [],
  );
  const here = new Map(rows.filter(({ kind }) => kind === 'quote').map((row) => [row.id, row]));
  const there = await knownObjects.find('quote', quoteIds);
  return rows.map((row) => {
    if (row.contractor_id !== null || row.quote_id === null) return row;
    const quote = here.get(row.quote_id) ?? there.get(row.quote_id);
    return { ...row, contractor_id: quote?.contractor_id ?? null };
  });
}

const idsOfKind = (rows: readonly KnownObjectRow[], kind: string): string[] =>
  rows.filter((row) => row.kind === kind).map(({ id }) => id);

/** What was made from a quote that said only now whose it is. */
const knownByQuote = ({ knownObjects }: LearningRepositories, changed: readonly KnownObjectRow[]) =>
  knownObjects.giveByQuote(idsOfKind(changed, 'quote'));

/** The contractors that a change is about. */
async function concerned(
  { knownObjects }: LearningRepositories,
  changed: readonly KnownObjectRow[],
  given: readonly KnownObjectRow[],
): Promise<string[]> {
  const jobs = await knownObjects.jobsFor(idsOfKind(changed, 'entity'));
  const byJob = await knownObjects.contractorsOf([...jobs, ...idsOfKind(changed, 'job')]);
  return [...new Set([...idsOf([...changed, ...given]), ...idsOfKind(changed, 'contractor'), ...byJob])];
}

/** Events are given to the contractor of the object that they are about. */
async function giveEvents({ pending }: LearningRepositories, rows: readonly KnownObjectRow[]): Promise<void> {
  const owned = rows.filter(({ kind, contractor_id: id }) => id !== null && TOLD_KINDS.includes(kind));
  await pending.giveObjects(owned.map(({ id }) => id));
}

const idsOf = (rows: readonly KnownObjectRow[]): string[] => [
  ...new Set(rows.flatMap(({ contractor_id: id }) => (id === null ? [] : [id]))),
];

function textIn(fields: Fields, name: string): string | null {
  const value = Object.hasOwn(fields, name) ? fields[name]?.[2] : null;
  return typeof value === 'string' && value !== '' ? value : null;
}

function numberIn(fields: Fields, name: string): number | null {
  const value = Object.hasOwn(fields, name) ? fields[name]?.[2] : null;
  return typeof value === 'number' ? value : null;
}
