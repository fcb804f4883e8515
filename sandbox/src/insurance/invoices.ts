import { emit } from '../delivery/events';
import type { SandboxContext } from '../context';
import type { Invoice } from '../model/billing';
import type { Assignment } from '../model/coverage';
import { workOf } from '../model/index-entries';
import type { Stored } from '../model/kinds';
import type { Job } from '../model/parties';
import { ALL } from '../objects';
import { cardPays } from './cards';
import { DAY } from './dates';
import { findJob, premiumIsWithheld } from './parties';
import { noActivePolicy } from './repeat-coverage';
import { policyStatus } from './policies';

type Work = Pick<Invoice, 'contractor' | 'job'>;

/** Cents. */
export const GROSS_PAY = { least: 100, most: 100_000_000 } as const;
const LEAST_PREMIUM = 100;
/** An agency pays what it withheld within 30 days of the bill (vendor guide "Payments"). */
const REMITTED_AFTER = 30 * DAY;

/** An invoice as the API answers it. No attribute says whether it was paid. */
export function viewInvoice(_context: SandboxContext, { id, created, data }: Stored<Invoice>) {
  const { state: _internal, ...documented } = data;
  return { id, ...documented, created };
}

/**
 * The premium in cents for a gross pay in cents at a rate in cents per $100, at least one dollar. Halves are
 * rounded up (rounding is not documented; our choice).
 */
export const premium = (grossPay: number, rate: number): number =>
  Math.max(LEAST_PREMIUM, Math.round((grossPay * rate) / 10_000));

/**
 * The rate of a contractor's work on a job in cents per $100: that of the assignment, else of the policy bought
 * for the job, else of the most recent active policy (which one applies is not documented; our choice).
 * @throws ApiError no_active_policy
 */
export function rateOf(context: SandboxContext, contractor: string, job: string): number {
  const { objects, clock } = context;
  const assignment = objects.first('assignment', {
    name: 'assignment.covered_work',
    value: workOf({ contractor, job }),
  });
  if (assignment) return assignment.data.net_rate;
  const policies = { name: 'policy.contractor', value: contractor };
  const policy =
    objects.first('policy', policies, ({ data }) => data.job === job && !data.cancelled) ??
    objects.first('policy', policies, ({ data }) => policyStatus(clock, data) === 'active');
  const quote = policy && objects.find('quote', policy.data.quote);
  if (quote) return quote.data.net_rate;
  throw noActivePolicy('The contractor has no active policy, so there is no premium to invoice.');
}

/** The invoice of a contractor's work on a job that was not paid back, the newest of several. */
export const invoiceOf = (context: SandboxContext, work: Work): Stored<Invoice> | undefined =>
  context.objects.first('invoice', { name: 'invoice.work', value: workOf(work) });

export const hasPaidInvoice = (context: SandboxContext, work: Work): boolean =>
  context.objects.has({ name: 'invoice.paid_work', value: workOf(work) });

/** Keeps a new invoice, which is collected by itself: see `collectLater`. */
export function insertInvoice(context: SandboxContext, invoice: Omit<Invoice, 'state'>): Stored<Invoice> {
  const data: Invoice = { ...invoice, state: 'unpaid' };
  const stored = context.objects.insert('invoice', context.ids.short('in'), context.clock.seconds(), data);
  collectLater(context, stored);
  return stored;
}

/**
 * How an invoice is paid is not documented; our choice: a card is charged a day after the invoice was made or
 * last changed, and a withheld premium is remitted after 30 days.
 */
export function collectLater(context: SandboxContext, invoice: Stored<Invoice>): void {
  const withheld = premiumIsWithheld(context, invoice.data.contractor, invoice.data.job);
  context.schedule.at(
    context.clock.seconds() + (withheld ? REMITTED_AFTER : DAY),
    'invoice.collect',
    invoice.id,
  );
}

/** The invoice of an assignment over the job's wage. */
export function issueInvoice(context: SandboxContext, assignment: Assignment): Stored<Invoice> {
  const { contractor, job, net_rate, effective_date, end_date } = assignment;
  const work = findJob(context, job).data;
  const gross = Math.min(work.wage, GROSS_PAY.most);
  return insertInvoice(context, {
    contractor,
    job,
    gross_pay: gross,
    premium_due: premium(gross, net_rate),
    paycycle_startdate: effective_date,
    paycycle_enddate: end_date,
    purchase_order_number: inheritedOrder(work),
  });
}

/** "Inherited from the job's `custom_metadata.purchase_order_number`." */
export function inheritedOrder(job: Job): string | null {
  const order = job.custom_metadata['purchase_order_number'];
  return order === undefined ? null : String(order);
}

/** How a charge ends: as the card on file has it, or as somebody makes it end. */
export type ChargeOutcome = 'by card' | 'succeeds' | 'fails';

/** It is still to be paid. */
export const isDue = ({ state }: Invoice): boolean => state === 'unpaid' || state === 'failed';

/** Has the invoice paid, by card unless the premium is withheld, and tells of the charge. True when it is paid. */
export function collect(
  context: SandboxContext,
  invoice: Stored<Invoice>,
  outcome: ChargeOutcome = 'by card',
): boolean {
  if (invoice.data.state === 'paid') return true;
  const contractor = context.objects.find('contractor', invoice.data.contractor);
  if (!contractor) return false;
  context.schedule.cancel('invoice.collect', invoice.id);
  const withheld = premiumIsWithheld(context, contractor.id, invoice.data.job);
  const fails = outcome === 'fails' || (outcome === 'by card' && !cardPays(contractor.data));
  if (!withheld && fails) {
    const failed = context.objects.update('invoice', invoice, { ...invoice.data, state: 'failed' });
    emitInvoice(context, 'invoice.charge_card_failed', failed);
    return false;
  }
  const paid = context.objects.update('invoice', invoice, { ...invoice.data, state: 'paid' });
  if (!withheld) emitInvoice(context, 'invoice.charge_card_succeeded', paid);
  return true;
}

/** Pays back what was paid for the work. There is no event for a refund among the documented ones. */
export function refund(context: SandboxContext, work: Work): void {
  const lookup = { name: 'invoice.paid_work', value: workOf(work) };
  for (const invoice of context.objects.page('invoice', { limit: ALL, lookup })) {
    context.objects.update('invoice', invoice, { ...invoice.data, state: 'refunded' });
  }
}

function emitInvoice(context: SandboxContext, type: string, invoice: Stored<Invoice>): void {
  emit(context, type, { object: 'invoice', ...viewInvoice(context, invoice) });
}
