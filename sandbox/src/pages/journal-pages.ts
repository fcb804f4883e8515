import { Router, type Request } from 'express';
import type { SandboxContext } from '../context';
import { filterOf } from '../control/journal';
import type { JournalCall } from '../journal/call';
import { operations } from '../openapi/operation-index';
import { showMessage } from './errors';
import { moment } from './format';
import type { Tag } from './kind-page';
import { dashboardPage } from './navigation';
import type { PageForms } from './page-forms';
import { pageOf } from './pager';

const LIST = '/journal';
const statuses = ['2xx', '4xx', '5xx', 'none'];

/** `/journal`: the calls of the API, newest first; its first page follows what comes, where scripts run. */
export function journalRouter(context: SandboxContext, forms: PageForms): Router {
  const router = Router();
  const { journal } = context;
  router.get(LIST, (req, res, next) => {
    const filter = chosen(req);
    const page = pageOf(req, {
      place: (cursor) => (/^\d{1,15}$/.test(cursor) ? Number(cursor) : undefined),
      read: (range) => journal.list({ ...filterOf(filter), ...range }),
      cursorOf: ({ id }) => String(id),
    });
    if (!page) return next();
    const isFirst = page.newer === null;
    // The first page asks for itself again.
    if (isFirst)
      res.set('Content-Security-Policy', `${res.get('Content-Security-Policy')};connect-src 'self'`);
    res.render('journal/list', {
      page: dashboardPage('Journal', 'Journal'),
      model: {
        ...forms.model(req, res, LIST),
        ...page,
        rows: page.rows.map(rowOf),
        follows: isFirst,
        here: req.url,
        filtered: Object.keys(filter).length > 0,
        operations: choices(
          operations().map(({ id }) => id),
          filter.operation,
        ),
        statuses: choices(statuses, filter.status),
      },
    });
  });
  router.post(`${LIST}/clear`, ...forms.receive, (req, res) =>
    forms.answer(req, res, LIST, () => {
      journal.clear();
      return { text: 'The journal is empty.', links: [] };
    }),
  );
  addDetail(router, context);
  return router;
}

function addDetail(router: Router, { journal }: SandboxContext): void {
  router.get(`${LIST}/:id`, (req, res) => {
    const { id } = req.params;
    const call = /^\d{1,15}$/.test(id) ? journal.find(Number(id)) : undefined;
    if (!call) {
      const text = `There is no call ${id} in the journal. The oldest make room for new ones.`;
      return showMessage(res, { status: 404, title: 'Call not found', text });
    }
    res.render('journal/detail', {
      page: dashboardPage(`Call ${id}`, 'Journal'),
      model: detailOf(call),
    });
  });
}

/** What the form of the page asks for; anything else is as if nothing was chosen. */
function chosen({ query }: Request): { operation?: string; status?: string } {
  const operation = operations().find(({ id }) => id === query['operation'])?.id;
  const status = statuses.find((one) => one === query['status']);
  return { ...(operation !== undefined && { operation }), ...(status !== undefined && { status }) };
}

const choices = (values: readonly string[], current: string | undefined) =>
  values.map((value) => ({
    value,
    text: value === 'none' ? 'no answer' : value,
    selected: value === current,
  }));

const tagOf = ({ status }: JournalCall): Tag =>
  status === null
    ? { text: 'no answer', tone: 'bad' }
    : { text: String(status), tone: status < 400 ? 'good' : status < 500 ? 'wait' : 'bad' };

const rowOf = (call: JournalCall) => ({
  id: call.id,
  href: `${LIST}/${call.id}`,
  method: call.method,
  path: call.path,
  operation: call.operation ?? 'unknown',
  tag: tagOf(call),
  faults: call.faults.join(', '),
  key: call.key ?? 'none',
  duration: `${call.duration_ms} ms`,
  at: moment(call.at * 1000),
});

function detailOf(call: JournalCall) {
  const query = new URLSearchParams(call.query as Record<string, string>).toString();
  return {
    call: rowOf(call),
    list: LIST,
    request: query === '' ? call.path : `${call.path}?${query}`,
    real: moment(call.real_at * 1000),
    requestId: call.request_id,
    body: shown(call.request),
    files: call.files.map(
      ({ name, filename, type, bytes }) => `${name}: ${filename}, ${type}, ${bytes} bytes`,
    ),
    answer: shown(call.answer),
  };
}

/** Null when there was none. */
const shown = (value: unknown): string | null =>
  value === null ? null : typeof value === 'string' ? value : JSON.stringify(value, null, 2);
