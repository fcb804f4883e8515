import { coverageName } from '../../coverage/types';
import { day } from '../../lib/dates';
import { freshForm } from '../../onboarding/journey/form-page';
import type { Row } from '../../onboarding/journey/rows';
import { withCents } from '../../forms/form';
import { premiumFor, wageText } from '../../onboarding/quote/summary';
import { dateText } from '../../forms/date-fields';
import { view } from '../../pages/view';
import type { Paths } from '../../paths';
import type { Act } from '../act/act';
import { followed, renderAct, type ActPage, type ActView } from '../act/act-page';
import { conditionsOfAnswer } from '../new-job/answer';
import type { Condition } from '../new-job/conditions';
import { readAssignment, type Shown } from './read';
import { assignmentWords, isBound } from './state';

interface AssignmentView {
  heading: string;
  state: Shown['state'];
  tag: { text: string; tone: string };
  sentence: string;
  /** What the API says to the question whether it is covered. */
  message: string | null;
  conditions: Condition[];
  rows: Row[];
  bindAction: string;
  /** Its first day is still to come. */
  canBind: boolean;
  boundHref: string | null;
  askAgainHref: string;
  quoteAction: string;
  newId: string;
  terms: { name: string; value: string }[];
  changeHref: string | null;
  cancelHref: string | null;
  cardHref: string;
}
export const assignmentView = view<ActView & AssignmentView>('contractors/assignment');

export async function showAssignment(act: Act, page: ActPage | null = null, read?: Shown): Promise<void> {
  const live = await followed(act);
  const shown = read ?? (await readAssignment(act));
  const { assignment, job, state, bound } = shown;
  const { deps } = act;
  const { tone, text, sentence } = assignmentWords(state);
  const address = deps.paths.assignment(act.id, assignment.id);
  const newJob = deps.paths.newJob(act.id);
  const isAhead = (assignment.effective_date ?? 0) > deps.apiClock.now() / 1000;
  const conditions = state === 'not_eligible' && !act.stale ? await conditionsOfAnswer(act, shown) : [];
  const heading = job?.name ?? assignment.id;
  const why = {
    text: 'A later job is reported to the policy that is there. What the API says to it is no proof: the event assignment.active is.',
    verb: 'Binds',
    call: 'POST /api/v1/assignments',
  };
  await renderAct(
    act,
    assignmentView,
    page ?? { ...freshForm(deps.newKey), repeat: false },
    { title: heading, why, live },
    {
      heading,
      state,
      tag: { text, tone },
      sentence,
      message: assignment.eligible.message,
      conditions,
      rows: rowsOf(shown, deps.paths, act.id),
      bindAction: `${address}/bind`,
      canBind: isAhead,
      boundHref: bound && deps.paths.assignment(act.id, bound.id),
      askAgainHref: `${newJob}?job=${encodeURIComponent(assignment.job ?? '')}`,
      quoteAction: `${newJob}/quote`,
      newId: deps.newId(),
      terms: termsOf(shown),
      changeHref: isBound(state) ? `${address}/change` : null,
      cancelHref: isBound(state) && isAhead ? `${address}/cancel` : null,
      cardHref: deps.paths.card(act.id),
    },
  );
}

/** What a quote for the same is filled in with. */
function termsOf({ assignment }: Shown): { name: string; value: string }[] {
  return [
    { name: 'job', value: assignment.job ?? '' },
    { name: 'effective_date', value: dateText(assignment.effective_date) },
    { name: 'end_date', value: dateText(assignment.end_date) },
    ...assignment.coverage_type.map((value) => ({ name: 'coverage_type', value })),
  ];
}

function rowsOf({ assignment, job, state }: Shown, paths: Paths, contractor: string): Row[] {
  const { net_rate: rate, cancellation_date: cancelledAt, cancellation_reason: reason } = assignment;
  const premium = rate === null || !job?.wage ? null : premiumFor(job.wage, rate);
  return [
    { key: 'Coverage', value: assignment.coverage_type.map(coverageName).join(', ') },
    { key: 'First day', value: day(assignment.effective_date) },
    { key: 'End', value: day(assignment.end_date) },
    { key: 'Net rate', value: rate === null ? null : `${withCents(rate)} per $100`, kind: 'money' },
    ...(premium === null || !job?.wage
      ? []
      : [
          {
            key: 'Estimated premium',
            value: `${withCents(premium)} for a wage of ${wageText(job.wage, job.wage_type)}`,
          },
        ]),
    ...(state === 'cancelled'
      ? [
          { key: 'Cancelled on', value: day(cancelledAt) },
          { key: 'Reason', value: reason },
        ]
      : []),
    ...(state === 'active' || state === 'expired' ? certificateRows(assignment.certificates) : []),
    { key: 'Assignment', value: assignment.id, kind: 'id' },
    { key: 'Job', value: assignment.job, kind: 'id' },
    ...(assignment.policy === null
      ? []
      : [
          {
            key: 'Policy',
            value: assignment.policy,
            kind: 'link' as const,
            href: paths.policy(contractor, assignment.policy),
          },
        ]),
  ];
}

function certificateRows({
  gl_coi_pdf_url: gl,
  wc_coi_pdf_url: wc,
}: Shown['assignment']['certificates']): Row[] {
  const row = (key: string, url: string | null): Row[] => {
    if (url === null) return [];
    const isLink = /^https?:\/\//.test(url);
    return [isLink ? { key, value: 'Open the PDF', kind: 'link', href: url } : { key, value: url }];
  };
  return [...row('General liability certificate', gl), ...row('Workers’ compensation certificate', wc)];
}
