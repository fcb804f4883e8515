import { z } from 'zod';
import { checkForm } from '../../forms/check-form';
import { coverageItems } from '../../forms/coverage-items';
import { checkCoverageDates, coverageDates, dateText } from '../../forms/date-fields';
import type { FormBody } from '../../forms/form';
import { basisOf } from '../../onboarding/journey/conflict';
import { freshForm, withErrors } from '../../onboarding/journey/form-page';
import { apiNow } from '../../onboarding/quote/api-now';
import { chosenCoverage } from '../../onboarding/quote/form';
import { view } from '../../pages/view';
import type { Assignment } from '../../policy-api/types/billing';
import type { Act } from '../act/act';
import { failedAct, renderAct, typedAct, unsentAct, type ActPage, type ActView } from '../act/act-page';
import { readAssignment, type Shown } from './read';

const fields = {
  // Several may be ticked: `chosenCoverage` reads them.
  coverage_type: z.string(),
  ...coverageDates,
};

interface ChangeView {
  action: string;
  heading: string;
  basis: string;
  coverageItems: ReturnType<typeof coverageItems>;
}
export const changeView = view<ActView & ChangeView>('contractors/assignment-change');

interface ChangePage extends ActPage {
  coverage: readonly string[];
}

/** The form as the assignment is. */
export async function openChange(act: Act): Promise<void> {
  const shown = await readAssignment(act);
  const { assignment } = shown;
  if (act.req.unsent) return showChange(act, shown, typedChange(act));
  const { effective_date: from, end_date: end, coverage_type: coverage } = assignment;
  const values = { effective_date: dateText(from), end_date: dateText(end) };
  const fresh = freshForm(act.deps.newKey, values);
  return showChange(act, shown, { ...fresh, repeat: false, basis: basisOf(assignment), coverage });
}

export async function sendChange(act: Act): Promise<void> {
  const shown = await readAssignment(act);
  const { assignment } = shown;
  const page = typedChange(act);
  const { input, errors } = readChange(act.body, assignment, await apiNow(act));
  if (input === null) return showChange(act, shown, withErrors(page, errors));
  const unsent = unsentAct(act, page);
  if (unsent) return showChange(act, shown, unsent);
  const basis = basisOf(assignment);
  if (page.basis !== basis) {
    const text =
      'The assignment was changed meanwhile, in another tab or by somebody else. The form shows what you typed: send it again to change it once more';
    return showChange(act, shown, { ...withErrors(page, [{ field: null, text }]), status: 409, basis });
  }
  try {
    const changed = await act.api.updateAssignment(assignment.id, input);
    await act.deps.knowledge.see('assignment', changed);
    const text = changed.eligible.result
      ? 'The assignment is changed.'
      : 'The assignment is changed, and the policy does not cover it like this: see below.';
    const kind = changed.eligible.result ? 'success' : 'warning';
    act.redirect(act.deps.paths.assignment(act.id, assignment.id), { kind, text });
  } catch (error) {
    return showChange(act, shown, failedAct(act, page, error, Object.keys(fields)));
  }
}

const typedChange = (act: Act): ChangePage => ({ ...typedAct(act), coverage: chosenCoverage(act.body) });

/** What differs: a first day that stays may have come. `now` is epoch seconds. */
function readChange(body: FormBody, before: Assignment, now: number) {
  const coverage = chosenCoverage(body);
  const { data, errors } = checkForm(fields, body, (read) => {
    const stays = read.effective_date === before.effective_date;
    const asked = { ...read, effective_date: stays ? undefined : read.effective_date };
    return [
      ...(coverage.length === 0
        ? [{ field: 'coverage_type', text: 'Choose at least one coverage type' }]
        : []),
      ...checkCoverageDates(asked, read.effective_date ?? before.effective_date ?? undefined, now),
    ];
  });
  if (data === null) return { input: null, errors };
  const { effective_date: from, end_date: end } = data;
  return {
    errors: [],
    input: {
      coverage_type: coverage,
      ...(from !== before.effective_date && { effective_date: from }),
      ...(end !== before.end_date && { end_date: end }),
    },
  };
}

async function showChange(act: Act, { assignment, job }: Shown, page: ChangePage): Promise<void> {
  const address = act.deps.paths.assignment(act.id, assignment.id);
  const heading = job?.name ?? assignment.id;
  const why = {
    text: 'An assignment can be changed until its invoice is paid in full. With other coverage the API is asked anew whether the policy covers it.',
    verb: 'Updates',
    call: 'PUT /api/v1/assignments/{assignment}',
  };
  const back = { href: address, text: heading };
  await renderAct(
    act,
    changeView,
    page,
    { title: `Change ${heading}`, why, back },
    {
      action: `${address}/change`,
      heading,
      basis: page.basis,
      coverageItems: coverageItems(page.coverage),
    },
  );
}
