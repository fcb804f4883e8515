/** Deliveries that were not accepted: each with its reason and what mends it. None of them changes anything. */
import { Router } from 'express';
import { times } from '../../lib/counted';
import { livePage, type LivePage, type LiveStore } from '../live/topics';
import type { PageOptions } from '../pages/page';
import type { SiteWords } from '../pages/site-words';
import { render, view } from '../pages/view';
import { patterns } from '../paths';
import {
  MOST_REJECTED,
  type RejectedDeliveryRepository,
  type RejectedRow,
} from '../store/rejected-deliveries';
import { refusalWords } from '../webhooks/refusals';
import { keysetPage } from './list';
import { indented, time } from './model';

interface RejectedDeps extends PageOptions {
  store: LiveStore & { rejected: Pick<RejectedDeliveryRepository, 'page'> };
}

interface RejectedView {
  live: LivePage;
  most: number;
  rows: ReturnType<typeof rejectedView>[];
  previousHref: string | null;
  nextHref: string | null;
  backHref: string;
}
export const rejectedListView = view<RejectedView>('events/rejected');

export function rejectedRoutes(deps: RejectedDeps): Router {
  const router = Router();
  const { store, paths } = deps;
  router.get(patterns.rejected, async (req, res) => {
    const live = await livePage('events', store, paths);
    const page = await keysetPage(req.query, async (range) => ({ rows: await store.rejected.page(range) }), {
      numberOf: ({ id }) => id,
      href: (more) => `${paths.rejected}?${new URLSearchParams(more).toString()}`,
    });
    const settings = { title: 'Rejected deliveries', withForms: false, scripts: ['live.js'] };
    render(res, rejectedListView, deps, settings, {
      live,
      most: MOST_REJECTED,
      ...page,
      rows: page.rows.map((row) => rejectedView(row, deps.words)),
      backHref: paths.events,
    });
  });
  return router;
}

function rejectedView(row: RejectedRow, words: SiteWords) {
  const { reason, fix } = refusalWords(row.reason, words);
  const more = row.times - 1;
  return {
    id: row.id,
    code: row.reason,
    status: row.status,
    reason,
    fix,
    network: row.network,
    headers: row.headers.split(' ').filter(Boolean),
    body: row.body === null || row.body === '' ? null : (indented(row.body).pretty ?? row.body),
    size: row.bytes === null ? null : `${row.bytes} bytes`,
    at: time(row.first_at),
    more: more === 0 ? null : `Refused for this reason ${times(more)} more until ${time(row.last_at).text}`,
  };
}
