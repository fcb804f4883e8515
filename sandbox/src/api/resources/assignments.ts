import { z } from 'zod';
import type { SandboxContext } from '../../context';
import { cancelAssignment, isBinding, startBinding, viewAssignment } from '../../insurance/assignments';
import { coverageDates } from '../../insurance/dates';
import { hasPaidInvoice } from '../../insurance/invoices';
import { findContractor, findJob, refuseDeletedEntity } from '../../insurance/parties';
import { approvedCategory, coveredTerms } from '../../insurance/quoting';
import { rate } from '../../insurance/rating';
import { checkRepeatCoverage, policyFor } from '../../insurance/repeat-coverage';
import type { Assignment } from '../../model/coverage';
import type { Stored } from '../../model/kinds';
import type { CoverageType } from '../../model/parties';
import { withTodaysNames } from '../body';
import { ApiError, badRequest } from '../errors';
import type { Resource } from '../resource';
import { bodyReader, type FieldTypes } from '../schema';
import { changedDates } from './parts';

const described = (types: FieldTypes) =>
  z.object({
    contractor: types.text(),
    job: types.text(),
    bind: types.flag(),
    coverage_type: types.coverage().optional(),
    effective_date: types.date(),
    end_date: types.date(),
    policy: types.optionalText(),
  });
const readNew = bodyReader(described);
const readChange = bodyReader((types) => described(types).partial());

const olderNames = { contractor_id: 'contractor', job_id: 'job', policy_id: 'policy' };

/** Assignments: later jobs of a contractor who has a policy (vendor pages "… /api/v1/assignments"). */
export const assignments: Resource<'assignment'> = {
  kind: 'assignment',
  path: '/assignments',
  objectName: 'assignment',
  invalidId: 'invalid_assignment_id',
  deletable: true,
  view: viewAssignment,
  create(context, body) {
    const sent = readNew(withTodaysNames(body, olderNames));
    const built = build(context, { ...sent, bind: sent.bind ?? true });
    const data: Assignment = { ...built, active: false, charge_failed: false, cancelled: null };
    const made = context.objects.insert('assignment', context.ids.short('an'), context.clock.seconds(), data);
    return isBinding(data) ? startBinding(context, made) : made;
  },
  /** "Editable until the related invoice is paid in full; not after cancellation." */
  update(context, assignment, body) {
    const sent = readChange(withTodaysNames(body, olderNames));
    const { data } = assignment;
    if (data.cancelled) throw badRequest('The assignment was cancelled and cannot be changed.');
    refusePaid(context, data);
    const terms: Terms = {
      contractor: sent.contractor ?? data.contractor,
      job: sent.job ?? data.job,
      bind: sent.bind ?? data.bind,
      coverage_type: sent.coverage_type ?? data.coverage_type,
      policy: sent.policy === undefined ? data.policy : sent.policy,
      ...changedDates(data, sent),
    };
    return rebind(context, assignment, { ...data, ...changed(context, terms, data) });
  },
  /** "Fails if the job has an invoice paid in full." Coverage that was asked for ends, which is told. */
  beforeDelete(context, assignment) {
    refusePaid(context, assignment.data);
    if (isBinding(assignment.data)) cancelAssignment(context, assignment, 'deleted');
    context.schedule.cancel('assignment.charge', assignment.id);
  },
};

interface Terms {
  contractor: string;
  job: string;
  bind: boolean;
  coverage_type?: CoverageType[] | undefined;
  policy?: string | null | undefined;
  effective_date?: number | null | undefined;
  end_date?: number | null | undefined;
}

type Built = Omit<Assignment, 'active' | 'charge_failed' | 'cancelled'>;

/**
 * Whether the contractor is covered is asked again when something that this depends on is changed; else the answer
 * stays, though the policy may have ended or be deleted since. A start that stays may have passed.
 */
function changed(context: SandboxContext, sent: Terms, before: Assignment): Partial<Built> {
  const now = context.clock.seconds();
  const asksAnew =
    sent.contractor !== before.contractor ||
    sent.job !== before.job ||
    sent.policy !== before.policy ||
    sent.coverage_type?.join() !== before.coverage_type.join() ||
    (sent.bind && !before.bind);
  if (asksAnew) return build(context, sent, before.effective_date);
  const dates = coverageDates(now, sent.effective_date, sent.end_date, before.effective_date);
  return { bind: sent.bind, ...dates };
}

function build(context: SandboxContext, sent: Terms, unchangedStart?: number): Built {
  const now = context.clock.seconds();
  const dates = coverageDates(now, sent.effective_date, sent.end_date, unchangedStart);
  refuseDeletedEntity(context, sent.job);
  const contractor = findContractor(context, sent.contractor);
  const job = findJob(context, sent.job);
  const category = approvedCategory(context, job.data);
  const policy = policyFor(context, coveredTerms(contractor, job.data, []), sent.policy);
  const chosen = sent.coverage_type ?? [];
  const coverage = chosen.length > 0 ? chosen : policy.data.terms.coverage_type;
  const terms = coveredTerms(contractor, job.data, coverage);
  return {
    contractor: contractor.id,
    job: job.id,
    policy: policy.id,
    bind: sent.bind,
    coverage_type: coverage,
    ...dates,
    net_rate: rate(category, coverage, terms.work_state, terms.residence_state).net_rate,
    eligible: checkRepeatCoverage(context, policy, terms),
  };
}

/** A charge that is under way goes on; one that is no longer wanted is taken back. */
function rebind(context: SandboxContext, old: Stored<Assignment>, data: Assignment): Stored<Assignment> {
  const binding = isBinding(data);
  const changed = context.objects.update('assignment', old, {
    ...data,
    active: data.active && binding,
    charge_failed: data.charge_failed && !binding,
  });
  if (!binding) context.schedule.cancel('assignment.charge', old.id);
  return binding && !isBinding(old.data) ? startBinding(context, changed) : changed;
}

function refusePaid(context: SandboxContext, assignment: Assignment): void {
  if (!hasPaidInvoice(context, assignment)) return;
  throw new ApiError(400, 'invoice_already_paid', 'The invoice of the job is paid, so this cannot be done.');
}
