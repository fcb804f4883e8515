import { day } from '../../lib/dates';
import type { Notice } from '../../pages/notice';
import { assign, assigned } from '../../quote/assign';
import type { Assignment } from '../../policy-api/types/billing';
import type { Act } from '../act/act';
import { failedAct, typedAct, unsentAct } from '../act/act-page';
import { keyFor } from '../act/key';
import { showAssignment } from './page';
import { readAssignment, termsToBind, type Shown } from './read';

/**
 * Binds what was asked for, unless it is bound already with the same terms: neither a second press nor another tab binds
 * twice.
 */
export async function bind(act: Act): Promise<void> {
  const { deps, home, api } = act;
  const shown = await readAssignment(act);
  const page = typedAct(act);
  const unsent = unsentAct(act, page);
  if (unsent) return showAssignment(act, unsent, shown);
  const terms = termsToBind(shown.assignment);
  try {
    const [before] = await assigned(api, { ...terms, bind: true });
    const key = keyFor(page.idempotencyKey, terms);
    const made = before ?? (await assign(api, terms, { bind: true, key, repeat: false }));
    await deps.knowledge.see('assignment', made);
    if (!made.eligible.result) return act.redirect(deps.paths.assignment(act.id, made.id));
    act.redirect(home, before ? boundBefore(shown, made) : boundNow(shown, made));
  } catch (error) {
    return showAssignment(act, failedAct(act, page, error, []), shown);
  }
}

function boundNow({ job }: Shown, made: Assignment): Notice {
  const text = `${job?.name ?? 'The job'} is bound, ${datesOf(made)}. The contractor is told, and the card is charged in about 24 hours. It is covered once assignment.active comes.`;
  return { kind: 'success', text };
}

function boundBefore({ job }: Shown, made: Assignment): Notice {
  const text = `${job?.name ?? 'The job'} was bound already, ${datesOf(made)}, so nothing was done again.`;
  return { kind: 'info', text };
}

const datesOf = ({ effective_date: from, end_date: end }: Assignment): string =>
  `from ${day(from) ?? 'its first day'} to ${day(end) ?? 'its end'}`;
