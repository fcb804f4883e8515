import { counted } from '../../../lib/counted';
import { optionalText, textOf } from '../../forms/form';
import { freshForm, withErrors } from '../../onboarding/journey/form-page';
import { view } from '../../pages/view';
import { orNull } from '../../policy-api/or-null';
import type { Act } from '../act/act';
import { failedAct, renderAct, typedAct, unsentAct, type ActPage, type ActView } from '../act/act-page';
import { keyFor } from '../act/key';
import { day } from '../../lib/dates';
import { readAssignment, type Shown } from './read';

/** The first two are the words of the vendor's samples; any text may be sent. */
const REASONS = [
  { value: 'client_request', text: 'The client asked for it' },
  { value: 'contractor_request', text: 'The contractor asked for it' },
  { value: 'other', text: 'Something else', hint: 'Say what below.' },
] as const;

interface CancelView {
  action: string;
  heading: string;
  from: string | null;
  wasCharged: boolean;
  reasons: { value: string; text: string; hint?: string | undefined; checked: boolean }[];
  /** What else the call may concern, as it names the job alone. */
  others: string | null;
}
export const cancelView = view<ActView & CancelView>('contractors/assignment-cancel');

export async function openCancel(act: Act): Promise<void> {
  const shown = await readAssignment(act);
  const fresh = { ...freshForm(act.deps.newKey), repeat: false };
  return showCancel(act, shown, act.req.unsent ? typedAct(act) : fresh);
}

/** Cancels it, for good. A second press finds it cancelled. */
export async function sendCancel(act: Act): Promise<void> {
  const shown = await readAssignment(act);
  const { assignment, state } = shown;
  const address = act.deps.paths.assignment(act.id, assignment.id);
  const page = typedAct(act);
  const unsent = unsentAct(act, page);
  if (unsent) return showCancel(act, shown, unsent);
  if (state === 'cancelled') return act.redirect(address, { kind: 'info', text: 'It is cancelled already.' });
  const { reason, problem } = readReason(act);
  if (problem) return showCancel(act, shown, withErrors(page, [problem]));
  const input = { job_id: assignment.job ?? '', reason };
  try {
    const cancelled = await act.api.cancelAssignment(input, keyFor(page.idempotencyKey, input));
    await act.deps.knowledge.see('assignment', cancelled);
    if (cancelled.id !== assignment.id) {
      const text = `The API cancelled the assignment ${cancelled.id} of the same job, and not this one.`;
      return act.redirect(address, { kind: 'warning', text });
    }
    act.redirect(address, { kind: 'success', text: 'The assignment is cancelled.' });
  } catch (error) {
    return showCancel(act, shown, failedAct(act, page, error, ['reason']));
  }
}

function readReason({ body }: Act) {
  const chosen = textOf(body, 'reason');
  const other = optionalText().safeParse(textOf(body, 'other_reason'));
  if (!REASONS.some(({ value }) => value === chosen))
    return { reason: '', problem: { field: 'reason', text: 'Say why it is cancelled' } };
  if (chosen !== 'other') return { reason: chosen, problem: null };
  const text = other.success ? other.data : undefined;
  const problem = { field: 'other_reason', text: 'Say in a few words why it is cancelled' };
  return text === undefined ? { reason: '', problem } : { reason: text, problem: null };
}

async function showCancel(act: Act, shown: Shown, page: ActPage): Promise<void> {
  const { assignment, job, state } = shown;
  const address = act.deps.paths.assignment(act.id, assignment.id);
  const heading = job?.name ?? assignment.id;
  await renderAct(
    act,
    cancelView,
    page,
    {
      title: `Cancel ${heading}`,
      back: { href: address, text: heading },
      why: {
        text: 'The call names the job, not the assignment. It is possible until the assignment has started; after that, 1099Policy’s support has to be asked.',
        verb: 'Cancels',
        call: 'POST /api/v1/assignments/cancel',
      },
    },
    {
      action: `${address}/cancel`,
      heading,
      from: day(assignment.effective_date),
      wasCharged: state === 'active',
      reasons: REASONS.map((reason) => ({ ...reason, checked: page.values.reason === reason.value })),
      others: await othersOfJob(act, shown),
    },
  );
}

/** The call takes the job alone, so who else has an assignment for it has to be known before. */
async function othersOfJob({ api, stale }: Act, { assignment }: Shown): Promise<string | null> {
  const found = (stale ? null : await orNull(api.listAssignments({ limit: 100 }))) ?? [];
  const others = found.filter(
    ({ id, job, bind, cancelled }) => job === assignment.job && id !== assignment.id && bind && !cancelled,
  );
  if (others.length === 0) return null;
  return `${counted(others.length, 'other assignment is', 'other assignments are')} bound for this job, and the API is told the job alone: it may refuse, or cancel another one. What it cancelled is said afterwards.`;
}
