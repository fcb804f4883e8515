import { Router } from 'express';
import type { SandboxContext } from '../context';
import type { Kinds, Stored } from '../model/kinds';
import { actsOf, isActKind, perform } from '../acts/registry';
import { reviewOf } from './certificate-review';
import { showMessage } from './errors';
import { eventRow } from './event-rows';
import { count, moment } from './format';
import type { KindPage, PageKind } from './kind-page';
import { isPageKind, kindPages, pageKinds, rowOf } from './kinds';
import { dashboardPage } from './navigation';
import type { PageForms } from './page-forms';
import { pageOf } from './pager';
import { relatedTo } from './related';

/** `/objects`: everything the sandbox holds, by kind, page by page, and one by one. */
export function objectRouter(context: SandboxContext, forms: PageForms): Router {
  const router = Router();
  router.get('/objects', (_req, res) => {
    res.render('objects/kinds', {
      page: dashboardPage('Objects', 'Objects'),
      model: { kinds: countsOf(context) },
    });
  });
  router.get('/objects/:kind', (req, res, next) => {
    const { kind } = req.params;
    if (!isPageKind(kind)) return next();
    const { title, empty, editor = null } = kindPages[kind];
    const page = pageOf(req, {
      place: (cursor) => context.objects.position(kind, cursor),
      read: (range) => context.objects.page(kind, range),
      cursorOf: ({ id }) => id,
    });
    if (!page) return next();
    const rows = page.rows.map((object) => withDate(rowOf(context, kind, object)));
    const total = count(context.objects.count(kind));
    res.render('objects/list', {
      page: dashboardPage(title, 'Objects'),
      model: { ...page, rows, total, empty, editor },
    });
  });
  router.get('/objects/:kind/:id', (req, res, next) => {
    const { kind, id } = req.params;
    if (!isPageKind(kind)) return next();
    const object = context.objects.find(kind, id);
    const { one } = kindPages[kind];
    if (!object) {
      const text = `There is no ${one.toLowerCase()} with the id ${id}. It may have been deleted.`;
      return showMessage(res, { status: 404, title: `${one} not found`, text });
    }
    res.render('objects/detail', {
      page: dashboardPage(`${one} ${id}`, 'Objects'),
      model: {
        ...detailOf(context, kind, object),
        ...forms.model(req, res, req.path),
        ...whatCanHappen(context, kind, id),
        action: req.path,
        review: reviewOf(context, kind, id),
      },
    });
  });
  router.post('/objects/:kind/:id', ...forms.receive, async (req, res, next) => {
    const kind = String(req.params['kind']);
    if (!isActKind(kind)) return next();
    await forms.answer(req, res, req.path, ({ act = '' }) => {
      const { state } = perform(context, kind, String(req.params['id']), act);
      return { text: `Done. The ${actsOf(kind).one} is now: ${state}.`, links: [] };
    });
  });
  return router;
}

/** What buttons make happen. */
function whatCanHappen(context: SandboxContext, kind: PageKind, id: string) {
  if (!isActKind(kind)) return { acts: [] };
  const { acts, isOpen } = actsOf(kind);
  const object = context.objects.find(kind, id);
  const offered = object && isOpen(context, object) ? Object.entries(acts) : [];
  return { acts: offered.map(([name, { does }]) => ({ name, does })) };
}

/** The kinds with how many there are of each, written for people. */
export const countsOf = (context: SandboxContext) =>
  pageKinds.map((kind) => {
    const amount = context.objects.count(kind);
    const { one, title } = kindPages[kind];
    return { title: amount === 1 ? one : title, href: `/objects/${kind}`, count: count(amount) };
  });

const withDate = <Row extends { created: number }>(row: Row) => ({
  ...row,
  created: moment(row.created * 1000),
});

function detailOf<K extends PageKind>(context: SandboxContext, kind: K, object: Stored<Kinds[K]>) {
  const { title, one, resource, editor }: KindPage<K> = kindPages[kind];
  // What a list leaves out of the answer is worth seeing here.
  const expand = resource.expansions?.slice(-1) ?? [];
  const view = resource.view(context, object, expand);
  const query = expand.map((name) => `expand[]=${name}`).join('&');
  const lookup = { name: 'event.object', value: object.id };
  return {
    one,
    id: object.id,
    list: { title, href: `/objects/${kind}` },
    object: withDate(rowOf(context, kind, object)),
    request: `GET ${pathOf(resource)}/${object.id}${query && `?${query}`}`,
    editor: editor === undefined ? null : `${editor}/${object.id}`,
    json: JSON.stringify(view, null, 2),
    links: linksIn(context, view),
    related: relatedTo(context, kind, object),
    events: context.objects.page('event', { limit: 50, lookup }).map((event) => eventRow(context, event)),
  };
}

const pathOf = <K extends PageKind>(resource: KindPage<K>['resource']): string =>
  'path' in resource ? `/api/v1${resource.path}` : `/_sandbox${resource.controlPath}`;

/** Pages and documents of the sandbox that an answer names. */
function linksIn(context: SandboxContext, value: unknown, name = ''): { name: string; href: string }[] {
  if (typeof value === 'string') {
    const own = `${context.publicUrl()}/`;
    return value.startsWith(own) ? [{ name, href: `/${value.slice(own.length)}` }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => linksIn(context, inner, key));
}
