/**
 * The contractor's own page: am I covered, from when to when, where is my certificate, what must I do. Open to whoever
 * has its unguessable link, so nothing personal is on it beyond the first name.
 *
 * Copy this folder if contractors ask you these questions. It needs src/contractors/known and an unguessable token.
 * Replace the texts with those of your platform.
 */
import { Router, type Request } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { syncEvents, type SyncDeps } from '../../coverage/sync';
import type { CoverageUpdater } from '../../coverage/updater';
import { networkOf } from '../../lib/network';
import { NotFoundError, PageError } from '../../pages/page-errors';
import type { PageOptions, PageSettings } from '../../pages/page';
import { render, view } from '../../pages/view';
import { patterns } from '../../paths';
import type { ApiClock } from '../../policy-api/api-clock';
import type { PolicyApi } from '../../policy-api/client';
import { PolicyApiError } from '../../policy-api/errors';
import { orNull } from '../../policy-api/or-null';
import type { ContractorRepository, ContractorRow } from '../../store/contractors';
import { keyOfOurLink } from '../card/our-link';
import { openCardPage } from '../card/open-card';
import type { Knowledge } from '../known/knowledge';
import { ownJobs, type OwnJob } from './model';

const FRAME: PageSettings = { title: 'Your coverage', chrome: 'contractor', scripts: [], withForms: false };

interface OwnView {
  firstName: string | null;
  jobs: OwnJob[];
  cardHref: string;
  /** Where this goes on to be looked at. */
  reloadHref: string;
}
export const ownView = view<OwnView>('contractors/own');

interface OwnCardView {
  heading: string;
  text: string;
  backHref: string;
  reloadHref: string | null;
  /** Where another page for a card is opened. */
  againHref: string | null;
}
export const ownCardView = view<OwnCardView>('contractors/own-card');

export interface OwnPageDeps extends PageOptions, SyncDeps {
  api: PolicyApi;
  store: SyncDeps['store'] & { contractors: Pick<ContractorRepository, 'findByToken'> };
  knowledge: Pick<Knowledge, 'of' | 'see'>;
  coverage: Pick<CoverageUpdater, 'applyAll'>;
  apiClock: Pick<ApiClock, 'now'>;
  applicationHosts: readonly string[];
  publicUrl: string;
  newKey: () => string;
  now: () => number;
}

export function ownPageRoutes(deps: OwnPageDeps): Router {
  const router = Router();
  const limiter = new RateLimiterMemory({ points: 60, duration: 60 });

  const contractorOf = async (req: Request): Promise<ContractorRow> => {
    await limiter.consume(networkOf(req.ip)).catch(() => {
      const fix = 'Wait a minute and reload it.';
      throw new PageError(429, 'Too many requests', 'This page was opened too often.', fix);
    });
    const found = await deps.store.contractors.findByToken(String(req.params['token']));
    if (!found) throw new NotFoundError();
    return found;
  };

  router.get(patterns.cover, async (req, res) => {
    const { id, link_token: token } = await contractorOf(req);
    const all = await deps.knowledge.of(id);
    const cardHref = `${deps.paths.cover(token)}/card/open?key=${deps.newKey()}`;
    const at = deps.apiClock.now() / 1000;
    render(res, ownView, deps, FRAME, {
      firstName: all?.contractor.firstName ?? null,
      jobs: all ? ownJobs(all, { at, cardHref, applicationHosts: deps.applicationHosts }) : [],
      cardHref,
      reloadHref: deps.paths.cover(token),
    });
  });

  /** Where the page for a card leads back to. What its address says proves nothing. */
  router.get(`${patterns.cover}/card`, async (req, res) => {
    const { id, link_token: token } = await contractorOf(req);
    const status = await statusOf(deps, id, req.query['hps_id']);
    const back = deps.paths.cover(token);
    const told = CARD_WORDS[status];
    const words = told ?? (req.query['status'] === 'cancelled' ? LEFT : WAITING);
    render(res, ownCardView, deps, FRAME, {
      ...words,
      backHref: back,
      reloadHref: told ? null : req.originalUrl,
      againHref:
        status === 'completed' || words === WAITING ? null : `${back}/card/open?key=${deps.newKey()}`,
    });
  });

  router.get(`${patterns.cover}/card/open`, async (req, res) => {
    const contractor = await contractorOf(req);
    const key = keyOfOurLink(req);
    if (key === null) return res.redirect(303, deps.paths.cover(contractor.link_token));
    const url = await openCardPage(deps, contractor, key).catch((error: unknown) => {
      throw error instanceof PolicyApiError ? new CardPageError() : error;
    });
    res.redirect(303, url);
  });

  // Whoever follows a broken link of these is a contractor too, and is not asked to sign in.
  router.get(patterns.anyCover, () => {
    throw new NotFoundError();
  });

  return router;
}

/** What failed at the API is nothing to a contractor. */
class CardPageError extends PageError {
  constructor() {
    super(
      502,
      'The page for your card cannot be opened just now',
      'Nothing has changed: the card on file stays as it is.',
      'Try again in a few minutes. If it goes on, tell the platform that invited you, with the request id below.',
    );
  }
}

const WAITING = {
  heading: 'We have not heard yet that a card was saved',
  text: 'That may take a minute. Please check again.',
};
/** What an address may say, and does not prove: whoever left without saving hears of it by the event. */
const LEFT = {
  heading: 'You left without saving a card, it seems',
  text: 'We have not heard that one was saved. If you saved one, check again in a minute; else open the page for a card again.',
};
const CARD_WORDS: Readonly<Record<string, typeof WAITING | undefined>> = {
  completed: {
    heading: 'Your card is saved',
    text: 'It is charged from now on. What could not be charged before is tried again.',
  },
  cancelled: {
    heading: 'No card was saved',
    text: 'You left before the card was saved. Whatever card is on file stays as it is. You can open the page for a card again.',
  },
  expired: {
    heading: 'The page for your card has expired',
    text: 'No card was saved. Whatever card is on file stays as it is. You can open a new page for a card.',
  },
};

/** What the events say of a payment session, with those that were missed so far. */
async function statusOf(deps: OwnPageDeps, contractorId: string, sessionId: unknown): Promise<string> {
  await orNull(syncEvents(deps, deps.now));
  await deps.coverage.applyAll();
  const known = await deps.knowledge.of(contractorId);
  return known?.paymentSessions.find(({ id }) => id === sessionId)?.status ?? 'unknown';
}
