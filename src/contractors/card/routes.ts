/** The card on file: handing over to the hosted page where the contractor gives another one. */
import { Router } from 'express';
import { freshForm } from '../../onboarding/journey/form-page';
import { day } from '../../lib/dates';
import { NotFoundError } from '../../pages/page-errors';
import { view } from '../../pages/view';
import { PolicyApiError } from '../../policy-api/errors';
import { onContractor, type Act, type ActDeps } from '../act/act';
import { failedAct, followed, renderAct, type ActPage, type ActView } from '../act/act-page';
import type { KnownOfContractor } from '../known/records';
import { openCardPage } from './open-card';
import { keyOfOurLink } from './our-link';

interface CardView {
  openHref: string;
  /** What is known of the card, by events alone. */
  known: { text: string; tone: string; sentence: string };
  /** The contractor's own page, which leads to the card too; null while none is known here. */
  ownLink: string | null;
}
export const cardView = view<ActView & CardView>('contractors/card');

export function cardRoutes(deps: ActDeps): Router {
  const router = Router({ mergeParams: true });
  router.get(
    '/card',
    onContractor(deps, (act) => showCard(act)),
  );
  router.get('/card/open', onContractor(deps, handOver));
  return router;
}

/**
 * Opened by a link of ours alone: each time makes a page for a card. What only looks ahead, or comes from elsewhere, is
 * shown the page with the link.
 */
async function handOver(act: Act): Promise<void> {
  const { req, res, deps } = act;
  const key = keyOfOurLink(req);
  if (key === null) return act.redirect(deps.paths.card(act.id));
  await act.readContractor();
  const row = await deps.store.contractors.find(act.id);
  if (!row) throw new NotFoundError('This contractor');
  try {
    res.redirect(303, await openCardPage({ ...deps, api: act.api }, row, key));
  } catch (error) {
    if (!(error instanceof PolicyApiError)) throw error;
    return showCard(act, failedAct(act, fresh(act), error, []));
  }
}

const fresh = (act: Act): ActPage => ({ ...freshForm(act.deps.newKey), repeat: false });

async function showCard(act: Act, page: ActPage = fresh(act)): Promise<void> {
  const { deps } = act;
  await act.readContractor();
  const live = await followed(act);
  const [row, known] = await Promise.all([deps.store.contractors.find(act.id), deps.knowledge.of(act.id)]);
  const why = {
    text: 'A card that was declined or has run out stops later cover. The number is given to 1099Policy, on a page of theirs; this app never sees it.',
    verb: 'Creates',
    call: 'POST /api/v1/payment/sessions',
  };
  await renderAct(
    act,
    cardView,
    page,
    { title: 'Card', why, live },
    {
      openHref: `${deps.paths.card(act.id)}/open?key=${page.idempotencyKey}`,
      known: knownCard(known),
      ownLink: row ? `${deps.publicUrl}${deps.paths.cover(row.link_token)}` : null,
    },
  );
}

function knownCard(known: KnownOfContractor | null): CardView['known'] {
  const [latest] = known?.paymentSessions ?? [];
  const charge = known?.invoices.find(({ charge }) => charge !== null);
  const saved = known?.paymentSessions.find(({ status }) => status === 'completed');
  if (charge?.charge === 'failed' && (saved?.asOf ?? 0) < charge.asOf)
    return {
      text: 'Charge failed',
      tone: 'danger',
      sentence: 'The last charge failed: another card is needed.',
    };
  if (latest?.status === 'pending')
    return {
      text: 'Asked for',
      tone: 'info',
      sentence:
        'A page for a card was opened. Only the event payment.session.completed says that one was saved.',
    };
  if (saved)
    return {
      text: 'On file',
      tone: 'success',
      sentence: `A card was saved on ${day(saved.asOf)}, as the event payment.session.completed says.`,
    };
  if (charge?.charge === 'succeeded')
    return { text: 'On file', tone: 'success', sentence: 'The last charge worked.' };
  return {
    text: 'Not known',
    tone: 'neutral',
    sentence: 'The API does not say whether a card is on file. No charge has failed so far.',
  };
}
