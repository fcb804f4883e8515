/** What waits for somebody, as short lists: each with a way to all of it. */
import { shortDay } from '../../lib/dates';
import { urgencyOf } from '../../coverage/standing-states';
import type { Paths } from '../../paths';
import type { ContractorRepository } from '../../store/contractors';
import type { KnownObjectRow } from '../../store/known-objects';
import type { StandingRepository, StandingRow } from '../../store/standings';
import type { TodoCursor, TodoKind, TodoRepository } from '../../store/todos';
import { jobOf, nameOf } from './rows';

export interface TodoDeps {
  store: {
    standings: Pick<StandingRepository, 'page' | 'endingSoon'>;
    todos: Pick<TodoRepository, 'page' | 'countUpTo'>;
    contractors: Pick<ContractorRepository, 'names'>;
  };
  paths: Paths;
}

export interface TodoItem {
  name: string;
  href: string;
  note: string;
}

export interface TodoList {
  title: string;
  /** So many there are, such as `6` or `more than 99`. */
  count: string;
  items: TodoItem[];
  more: { text: string; href: string } | null;
  /** Said where there is nothing. */
  empty: string;
}

/** So many of each are seen on the board. */
const SHOWN = 3;
/** What is not counted as it changes is counted so far. */
const COUNTED = 99;

/** `counts`: of each state; `at`: epoch seconds by the clock of the API. */
export async function todoLists(
  deps: TodoDeps,
  counts: ReadonlyMap<string, number>,
  at: number,
): Promise<TodoList[]> {
  const { standings } = deps.store;
  const [applying, orders, certificates, ending, orderCount, certificateCount] = await Promise.all([
    standings.page({ urgency: urgencyOf('applying'), limit: SHOWN }),
    openTodos(deps, 'order', SHOWN),
    openTodos(deps, 'certificate', SHOWN),
    standings.endingSoon(SHOWN),
    countOf(deps, 'order'),
    countOf(deps, 'certificate'),
  ]);
  const { paths } = deps;
  const all = (state: string) => `${paths.compliance}?state=${state}`;
  return [
    {
      title: 'Pending applications',
      count: String(counts.get('applying') ?? 0),
      items: applying.map((row) => ofStanding(row, jobOf(row), paths)),
      more:
        applying.length === 0
          ? null
          : { text: 'See all, with links to copy', href: `${all('applying')}#links` },
      empty: 'Nobody is in the middle of an application.',
    },
    ofObjects(
      'Purchase orders missing',
      orders,
      orderCount,
      paths.todo('orders'),
      'Enter the numbers',
      'No invoice lacks its number.',
    ),
    ofObjects(
      'Certificates to review',
      certificates,
      certificateCount,
      paths.todo('certificates'),
      'Review',
      'No certificate waits for you.',
    ),
    {
      title: 'Expiring soon',
      count: String(counts.get('ends_soon') ?? 0),
      items: ending.map((row) =>
        ofStanding(row, row.until_seconds === null ? '' : shortDay(row.until_seconds, at), paths),
      ),
      more: ending.length === 0 ? null : { text: 'See all', href: `${all('ends_soon')}#board` },
      empty: 'No cover ends within 30 days.',
    },
  ];
}

const ofStanding = (row: StandingRow, note: string, paths: Paths): TodoItem => ({
  name: nameOf(row),
  href: paths.contractor(row.contractor_id),
  note,
});

async function countOf({ store }: TodoDeps, kind: TodoKind): Promise<string> {
  const count = await store.todos.countUpTo(kind, COUNTED + 1);
  return count > COUNTED ? `more than ${COUNTED}` : String(count);
}

function ofObjects(
  title: string,
  items: TodoItem[],
  count: string,
  href: string,
  text: string,
  empty: string,
): TodoList {
  return { title, count, items, more: items.length === 0 ? null : { text, href }, empty };
}

/** Objects that wait for somebody, the newest first, with the names of their contractors. */
export async function openTodos(
  { store, paths }: TodoDeps,
  kind: TodoKind,
  limit: number,
  before?: TodoCursor | null,
): Promise<(TodoItem & { row: KnownObjectRow })[]> {
  const rows = await store.todos.page(kind, limit, before);
  const names = await store.contractors.names([
    ...new Set(rows.flatMap(({ contractor_id: id }) => id ?? [])),
  ]);
  return rows.map((row) => {
    const contractor = row.contractor_id ?? '';
    const name = names.get(contractor) ?? contractor;
    const href = kind === 'order' ? paths.invoice(contractor, row.id) : paths.certificate(contractor, row.id);
    return { name, href, note: kind === 'order' ? 'Invoice' : 'Certificate', row };
  });
}
