import { day } from '../../lib/dates';
import { assign } from '../../quote/assign';
import type { Assignment } from '../../policy-api/types/billing';
import type { Act } from '../act/act';
import { failedAct, typedAct, unsentAct } from '../act/act-page';
import { keyFor } from '../act/key';
import { showAssignment } from './page';
import { readAssignment, type Shown } from './read';

/**
 * Binds what was asked for. One that is bound already with the same terms is given back, so that neither a second press
 * nor another tab binds twice.
 */
export async function bind(act: Act): Promise<void> {
  const { deps, home, api } = act;
  const shown = await readAssignment(act);
  const page = typedAct(act);
  const unsent = unsentAct(act, page);
  if (unsent) return showAssignment(act, unsent, shown);
  const terms = termsOf(shown.assignment);
  try {
    const key = keyFor(page.idempotencyKey, terms);
    const made = await assign(api, terms, { bind: true, key, repeat: true });
    await deps.knowledge.see('assignment', made);
    if (!made.eligible.result) return act.redirect(deps.paths.assignment(act.id, made.id));
    act.redirect(home, { kind: 'success', text: boundText(shown, made) });
  } catch (error) {
    return showAssignment(act, failedAct(act, page, error, []), shown);
  }
}

function boundText({ job }: Shown, made: Assignment): string {
  const dates = `from ${day(made.effective_date) ?? 'its first day'} to ${day(made.end_date) ?? 'its end'}`;
  return `${job?.name ?? 'The job'} is bound, ${dates}. The contractor is told, and the card is charged in about 24 hours. It is covered once assignment.active comes.`;
}

/** The same policy, coverage and dates as the answer was given for. */
function termsOf({ contractor, job, policy, coverage_type, effective_date, end_date }: Assignment) {
  return {
    contractor: contractor ?? '',
    job: job ?? '',
    ...(policy !== null && { policy }),
    ...(coverage_type.length > 0 && { coverage_type }),
    ...(effective_date !== null && { effective_date }),
    ...(end_date !== null && { end_date }),
  };
}
