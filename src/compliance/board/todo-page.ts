/** All of one list of what waits for somebody, by pages. */
import { Router } from 'express';
import { day } from '../../lib/dates';
import { NotFoundError } from '../../pages/page-errors';
import type { PageOptions } from '../../pages/page';
import { render, view } from '../../pages/view';
import { patterns } from '../../paths';
import type { TodoCursor, TodoKind } from '../../store/todos';
import { openTodos, type TodoDeps } from './todo';

const PAGE_SIZE = 25;

interface List {
  kind: TodoKind;
  title: string;
  lede: string;
  action: string;
  empty: string;
}

const LISTS = new Map<string, List>([
  [
    'orders',
    {
      kind: 'order',
      title: 'Purchase orders missing',
      lede: 'Invoices without the number of a purchase order. It is optional at the API; enter it where your accounts ask for it.',
      action: 'Enter the number',
      empty: 'No invoice lacks its number.',
    },
  ],
  [
    'certificates',
    {
      kind: 'certificate',
      title: 'Certificates to review',
      lede: 'Certificates that did not meet every rule. Each says which, and what can be done.',
      action: 'Review',
      empty: 'No certificate waits for you.',
    },
  ],
]);

interface TodoView extends Pick<List, 'title' | 'lede' | 'action' | 'empty'> {
  rows: { name: string; id: string; href: string; created: string | null }[];
  boardHref: string;
  firstHref: string | null;
  nextHref: string | null;
}
export const todoView = view<TodoView>('compliance/to-do');

export function todoRoutes(deps: PageOptions & TodoDeps): Router {
  const { paths } = deps;
  const router = Router();
  router.get(patterns.todo, async (req, res) => {
    const name = String(req.params.list);
    const list = LISTS.get(name);
    if (!list) throw new NotFoundError('This list');
    const before = cursorOf(req.query.before);
    const found = await openTodos(deps, list.kind, PAGE_SIZE + 1, before);
    const rows = found.slice(0, PAGE_SIZE);
    const last = rows.at(-1)?.row;
    const { title, lede, action, empty } = list;
    const next =
      found.length > rows.length && last ? `${last.created_seconds}.${last.kind}.${last.id}` : null;
    const model: TodoView = {
      title,
      lede,
      action,
      empty,
      rows: rows.map(({ name: who, href, row }) => ({
        name: who,
        id: row.id,
        href,
        created: day(row.created_seconds),
      })),
      boardHref: paths.compliance,
      firstHref: before ? paths.todo(name) : null,
      nextHref: next === null ? null : `${paths.todo(name)}?before=${next}`,
    };
    render(res, todoView, deps, { title, withForms: false }, model);
  });
  return router;
}

function cursorOf(value: unknown): TodoCursor | null {
  const match = typeof value === 'string' ? /^(\d{1,12})\.(\w{1,40})\.([\w-]{1,100})$/.exec(value) : null;
  return match?.[1] && match[2] && match[3]
    ? { created_seconds: Number(match[1]), kind: match[2], id: match[3] }
    : null;
}
