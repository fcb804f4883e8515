import { emit } from '../delivery/events';
import type { SandboxContext } from '../context';
import type { Assignment } from '../model/coverage';
import type { Stored } from '../model/kinds';
import { ALL } from '../objects';
import { certificateLinks } from './certificate-links';
import { DAY } from './dates';
import { collect, invoiceOf, issueInvoice, refund, type ChargeOutcome } from './invoices';
import { hasDeletedEntity, premiumIsWithheld } from './parties';
import { chargeFailed, policyWasCancelled, preApproved } from './repeat-coverage';

/** An assignment as the API answers it; the cancelled attributes are there once it was cancelled. */
export function viewAssignment(
  context: SandboxContext,
  assignment: Stored<Assignment>,
): Record<string, unknown> {
  const { active: _active, charge_failed: _failed, cancelled, ...documented } = assignment.data;
  const links = certificateLinks(
    context,
    documented.coverage_type,
    [documented.policy, assignment.id],
    assignment.created,
  );
  return {
    id: assignment.id,
    ...documented,
    certificates: isBinding(assignment.data) ? links : null,
    created: assignment.created,
    ...(cancelled && {
      cancelled: true,
      cancellation_date: cancelled.date,
      cancellation_reason: cancelled.reason,
    }),
  };
}

function emitAssignment(context: SandboxContext, type: string, assignment: Stored<Assignment>): void {
  emit(context, type, { object: 'assignment', ...viewAssignment(context, assignment) });
}

/** Coverage is asked for and nothing stands against it. */
export const isBinding = ({ bind, eligible, cancelled }: Assignment): boolean =>
  bind && eligible.result && cancelled === null;

/** Its premium is still to be charged, or could not be. */
export const isCharging = (assignment: Assignment): boolean =>
  !assignment.active &&
  (isBinding(assignment) || (assignment.charge_failed && assignment.cancelled === null));

/** How it stands, in words for people. */
export function stateOf({ cancelled, charge_failed, eligible, bind, active }: Assignment): string {
  if (cancelled) return 'cancelled';
  if (charge_failed) return 'charge failed';
  if (!eligible.result) return 'not eligible';
  if (!bind) return 'eligibility check';
  return active ? 'active' : 'not charged yet';
}

/**
 * The contractor is told, and the card on file is charged 24 hours later (vendor page "Assignment"). A premium
 * that is withheld needs no charge, so the assignment is active at once (our choice).
 */
export function startBinding(context: SandboxContext, assignment: Stored<Assignment>): Stored<Assignment> {
  const { contractor, job } = assignment.data;
  if (premiumIsWithheld(context, contractor, job)) return activate(context, assignment);
  context.schedule.at(context.clock.seconds() + DAY, 'assignment.charge', assignment.id);
  return assignment;
}

function activate(context: SandboxContext, assignment: Stored<Assignment>): Stored<Assignment> {
  const { data } = assignment;
  const active = context.objects.update('assignment', assignment, {
    ...data,
    active: true,
    charge_failed: false,
    eligible: data.charge_failed ? preApproved : data.eligible,
  });
  emitAssignment(context, 'assignment.active', active);
  return active;
}

/**
 * Charges the card for an assignment, a day after it was bound. Where the client has made no invoice for the job
 * yet, one is issued over the job's wage (not documented; our choice).
 */
export function chargeAssignment(
  context: SandboxContext,
  assignment: Stored<Assignment>,
  outcome: ChargeOutcome = 'by card',
): void {
  const { data } = assignment;
  const refuse = (eligible: Assignment['eligible']) =>
    void context.objects.update('assignment', assignment, {
      ...data,
      eligible,
      charge_failed: eligible === chargeFailed,
    });
  const policy = context.objects.find('policy', data.policy);
  if (policy?.data.cancelled !== false || hasDeletedEntity(context, data.job))
    return refuse(policyWasCancelled);
  const invoice = invoiceOf(context, data) ?? issueInvoice(context, data);
  if (collect(context, invoice, outcome)) activate(context, assignment);
  else refuse(chargeFailed);
}

/** Takes effect at once; what was charged is paid back. */
export function cancelAssignment(
  context: SandboxContext,
  assignment: Stored<Assignment>,
  reason: string | null,
): Stored<Assignment> {
  const { data } = assignment;
  context.schedule.cancel('assignment.charge', assignment.id);
  refund(context, data);
  const cancelled = context.objects.update('assignment', assignment, {
    ...data,
    cancelled: { date: context.clock.seconds(), reason },
  });
  emitAssignment(context, 'assignment.cancelled', cancelled);
  return cancelled;
}

export const hasStarted = (context: SandboxContext, { effective_date }: Assignment): boolean =>
  effective_date <= context.clock.seconds();

/** Cancels what has not started yet of the assignments found by the look-up, oldest first. */
export function cancelFutureAssignments(
  context: SandboxContext,
  name: 'assignment.policy' | 'assignment.contractor' | 'assignment.job',
  value: string,
  reason: string,
): void {
  for (const assignment of context.objects
    .page('assignment', { limit: ALL, lookup: { name, value } })
    .reverse()) {
    const { cancelled } = assignment.data;
    if (cancelled === null && !hasStarted(context, assignment.data)) {
      cancelAssignment(context, assignment, reason);
    }
  }
}
