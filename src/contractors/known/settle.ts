/** Works out anew where the coverage of contractors stands, and keeps it. */
import type { ContractorRepository, ContractorRow, LearnedContractor } from '../../store/contractors';
import type { CoverageNewsRepository } from '../../store/coverage-news';
import type { KnownObjectRepository, KnownObjectRow } from '../../store/known-objects';
import type { PendingEventRepository } from '../../store/pending-events';
import type { StandingRepository, StandingRow } from '../../store/standings';
import type { Store } from '../../store/store';
import type { TodoRepository } from '../../store/todos';
import { inGroups } from '../../store/few-shapes';
import { allOf, readRegister } from './all-of';
import { overallOf, sortName, standingsOf } from './standings-of';

/** What is read and written as something is learned. */
export interface LearningRepositories {
  knownObjects: Pick<
    KnownObjectRepository,
    'alone' | 'take' | 'put' | 'find' | 'ofContractors' | 'giveByQuote' | 'jobsFor' | 'contractorsOf'
  >;
  contractors: Pick<ContractorRepository, 'take' | 'put'>;
  todos: Pick<TodoRepository, 'none'>;
  standings: Pick<StandingRepository, 'replace'>;
  coverageNews: Pick<CoverageNewsRepository, 'note'>;
  pending: Pick<PendingEventRepository, 'giveObjects'>;
}

export interface LearnDeps {
  store: Pick<Store, 'together' | 'withoutWaiting'>;
  newToken: () => string;
  /** Epoch seconds, by the clock of the API. */
  at: () => number;
  /** Epoch milliseconds. */
  now: () => number;
  /** Told where the coverage for a job stands anew; it is noted with the move itself, so that none is missed. */
  onMove?: (() => void) | undefined;
}

/** Works out anew where these contractors stand, as when time has passed. Tells whether any moved. */
export function restand(deps: LearnDeps, contractorIds: readonly string[]): Promise<boolean> {
  return deps.store.withoutWaiting(async (repositories) => {
    await repositories.knownObjects.alone();
    return settle(deps, repositories, contractorIds);
  });
}

/** A group of contractors after the other. No other transaction learns meanwhile (see `alone`). */
export async function settle(
  deps: LearnDeps,
  repositories: LearningRepositories,
  contractorIds: readonly string[],
): Promise<boolean> {
  let moved = false;
  const groups = [...inGroups([...new Set(contractorIds)])];
  for (let group = groups.shift(); group; group = groups.shift()) {
    const known = await repositories.knownObjects.ofContractors(group);
    // Together they have too much.
    if (known === null) groups.unshift(group.slice(0, group.length / 2), group.slice(group.length / 2));
    else moved = (await settleGroup(deps, repositories, group, known)) || moved;
  }
  return moved;
}

async function settleGroup(
  { newToken, now, onMove, ...deps }: LearnDeps,
  repositories: LearningRepositories,
  contractorIds: readonly string[],
  known: readonly KnownObjectRow[],
): Promise<boolean> {
  const { contractors, knownObjects, todos, standings, coverageNews } = repositories;
  const rows = await contractors.take(contractorIds, newToken);
  const register = await readRegister(knownObjects, contractorIds, known);
  const at = deps.at();
  const learned: LearnedContractor[] = [];
  const stand: StandingRow[] = [];
  for (const row of rows) {
    const all = allOf(register, row.id);
    const name = nameOf(all.contractor) ?? row.name;
    stand.push(...standingsOf(all, name, at).map((one) => ({ ...one, updated_at: row.updated_at })));
    learned.push({
      was: row,
      asIs: { ...row, ...summaryOf(row, all.contractor, name), ...spanOf(overallOf(all, at)) },
    });
    if (all.contractor.gone) await todos.none(row.id);
  }
  const moved = await standings.replace(contractorIds, stand);
  if (onMove) {
    const subjects = moved.map(({ contractor_id: id, job_id: job }) => `${id} ${job}`);
    await coverageNews.note(subjects, now());
  }
  await contractors.put(learned);
  return moved.length > 0;
}

function nameOf({
  firstName,
  lastName,
}: {
  firstName: string | null;
  lastName: string | null;
}): string | null {
  return [firstName, lastName].filter((part) => part !== null).join(' ') || null;
}

function summaryOf(
  row: ContractorRow,
  { company, email }: { company: string | null; email: string | null },
  name: string | null,
): Partial<ContractorRow> {
  const sort_name = sortName(name, row.id);
  const isSame =
    row.name === name && row.company === company && row.email === email && row.sort_name === sort_name;
  return isSame ? {} : { name, company, email, sort_name };
}

const spanOf = ({ state, from, until }: ReturnType<typeof overallOf>): Partial<ContractorRow> => ({
  state,
  from_seconds: from,
  until_seconds: until,
});
