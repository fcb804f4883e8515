import { z } from 'zod';
import type { SandboxContext } from '../../context';
import { LATEST } from '../../insurance/dates';
import {
  collectLater,
  GROSS_PAY,
  inheritedOrder,
  isDue,
  insertInvoice,
  premium,
  rateOf,
  viewInvoice,
} from '../../insurance/invoices';
import { findContractor, findJob, premiumIsWithheld } from '../../insurance/parties';
import type { Invoice } from '../../model/billing';
import { cycleOf } from '../../model/index-entries';
import type { Stored } from '../../model/kinds';
import { withTodaysNames } from '../body';
import { ApiError } from '../errors';
import type { Resource } from '../resource';
import { bodyReader, type FieldTypes } from '../schema';

const described = (types: FieldTypes) =>
  z.object({
    contractor: types.text(),
    job: types.text(),
    gross_pay: types.integer(GROSS_PAY.least, GROSS_PAY.most),
    paycycle_startdate: types.present(),
    paycycle_enddate: types.present(),
    purchase_order_number: types.optionalText(),
  });
const readNew = bodyReader(described);
const readChange = bodyReader((types) => described(types).partial());

const olderNames = { contractor_id: 'contractor', job_id: 'job' };

/** Invoices: the premium of a pay period (vendor pages "… /api/v1/invoices"). Money in cents. */
export const invoices: Resource<'invoice'> = {
  kind: 'invoice',
  path: '/invoices',
  objectName: 'invoice',
  invalidId: 'invalid_invoice_id',
  // The prose speaks of the invoices of one contractor; that the parameter has this name is our choice.
  filters: { contractor: 'invoice.contractor' },
  deletable: true,
  view: viewInvoice,
  create(context, body) {
    const sent = readNew(withTodaysNames(body, olderNames));
    const priced = price(context, { ...sent, ...payCycle(sent.paycycle_startdate, sent.paycycle_enddate) });
    refuseTwin(context, priced);
    const order = sent.purchase_order_number;
    const inherited = order === undefined ? inheritedOrder(findJob(context, priced.job).data) : order;
    return insertInvoice(context, { ...priced, purchase_order_number: inherited });
  },
  /**
   * "Re-prices by issuing a replacement invoice, which keeps the invoice's own purchase order number." Whether the
   * replacement has an id of its own is not documented; here it keeps the id.
   */
  update(context, invoice, body) {
    const sent = readChange(withTodaysNames(body, olderNames));
    refusePaid(invoice);
    const { data } = invoice;
    const priced = price(context, {
      contractor: sent.contractor ?? data.contractor,
      job: sent.job ?? data.job,
      gross_pay: sent.gross_pay ?? data.gross_pay,
      ...payCycle(
        sent.paycycle_startdate ?? data.paycycle_startdate,
        sent.paycycle_enddate ?? data.paycycle_enddate,
      ),
    });
    const order = sent.purchase_order_number;
    const kept = order === undefined ? data.purchase_order_number : order;
    const changed = context.objects.update('invoice', invoice, {
      ...data,
      ...priced,
      purchase_order_number: kept,
    });
    collectLater(context, changed);
    return changed;
  },
  beforeDelete(context, invoice) {
    refusePaid(invoice);
    context.schedule.cancel('invoice.collect', invoice.id);
  },
};

type Priced = Omit<Invoice, 'state' | 'purchase_order_number'>;

function price(context: SandboxContext, sent: Omit<Priced, 'premium_due'>): Priced {
  const contractor = findContractor(context, sent.contractor).id;
  const job = findJob(context, sent.job).id;
  const { gross_pay, paycycle_startdate, paycycle_enddate } = sent;
  const due = premium(gross_pay, rateOf(context, contractor, job));
  return { contractor, job, gross_pay, premium_due: due, paycycle_startdate, paycycle_enddate };
}

/** Epoch seconds; older examples had them as text, and as ISO dates. */
function payCycle(start: unknown, end: unknown): Pick<Invoice, 'paycycle_startdate' | 'paycycle_enddate'> {
  const from = readDate(start);
  const until = readDate(end);
  if (from === undefined) {
    const text = 'The start of the pay cycle must be a date in whole seconds since 1970-01-01 UTC.';
    throw new ApiError(400, 'invalid_paycycle_startdate', text);
  }
  if (until === undefined || until < from) {
    const text =
      'The end of the pay cycle must be a date in whole seconds since 1970-01-01 UTC, not before its start.';
    throw new ApiError(400, 'invalid_paycycle_enddate', text);
  }
  return { paycycle_startdate: from, paycycle_enddate: until };
}

function readDate(value: unknown): number | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  const seconds = /^\d{1,12}$/.test(text) ? Number(text) : (secondsOfIso(text) ?? value);
  const good = typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 0 && seconds <= LATEST;
  return good ? seconds : undefined;
}

/** A time without a zone is in UTC, as everywhere in the API, and not in the zone of this machine. */
function secondsOfIso(text: string): number | undefined {
  const [, day, time = '', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(T[\d:.]+?)?(Z|[+-]\d\d:?\d\d)?$/.exec(text) ?? [];
  // Date.parse takes 30 February for 2 March.
  const dayStarts = new Date(`${day}T00:00:00Z`);
  if (day === undefined || Number.isNaN(+dayStarts) || !dayStarts.toISOString().startsWith(day))
    return undefined;
  return Math.floor(Date.parse(time === '' ? day : `${day}${time}${zone}`) / 1000);
}

function refusePaid({ data }: Stored<Invoice>): void {
  if (isDue(data)) return;
  throw new ApiError(400, 'invoice_already_paid', 'The invoice is paid and can no longer be changed.');
}

/** When the codes apply is not documented; here: when the same work and pay cycle were invoiced before. */
function refuseTwin(context: SandboxContext, priced: Priced): void {
  const { objects } = context;
  const value = cycleOf(priced);
  const paid = objects.first('invoice', { name: 'invoice.paid_cycle', value });
  if (paid) {
    const text = `The pay cycle was invoiced and paid: see ${paid.id}.`;
    throw new ApiError(400, 'invoice_uneditable_already_exists', text);
  }
  const twin = objects.first('invoice', { name: 'invoice.cycle', value });
  if (!twin || !premiumIsWithheld(context, priced.contractor, priced.job)) return;
  const text = `The pay cycle was invoiced to the agency, which withholds the premium: change ${twin.id} instead.`;
  throw new ApiError(400, 'agency_pay_invoice_exists', text);
}
