import { day } from '../../lib/dates';
import { jobItem } from '../../onboarding/job/existing-jobs';
import { freshForm } from '../../onboarding/journey/form-page';
import type { Row } from '../../onboarding/journey/rows';
import { withCents } from '../../forms/form';
import { view } from '../../pages/view';
import { orNull } from '../../policy-api/or-null';
import type { Invoice } from '../../policy-api/types/billing';
import type { Act } from '../act/act';
import { renderAct, type ActPage, type ActView } from '../act/act-page';
import { invoiceValues } from './form';

interface InvoiceView {
  action: string;
  heading: string;
  basis: string;
  /** Null: a new one. */
  invoice: { rows: Row[]; deleteHref: string } | null;
  jobs: ReturnType<typeof jobItem>[];
  orders: { value: string; text: string; hint?: string; checked: boolean }[];
}
export const invoiceView = view<ActView & InvoiceView>('contractors/invoice');

/** The form of a new invoice, or of one that is there. */
export function freshInvoice(act: Act, invoice: Invoice | null): ActPage {
  const { job } = act.req.query;
  const values = invoice
    ? invoiceValues(invoice)
    : { purchase_order: 'inherit', job: typeof job === 'string' ? job : '' };
  return { ...freshForm(act.deps.newKey, values), repeat: false };
}

export async function showInvoice(act: Act, invoice: Invoice | null, page: ActPage): Promise<void> {
  const { paths } = act.deps;
  const heading = invoice ? 'Invoice' : `New invoice for ${act.name}`;
  const address = invoice ? paths.invoice(act.id, invoice.id) : paths.invoices(act.id);
  const why = {
    text: 'Where the pay varies, the premium is that of what was really earned: one invoice for each pay period.',
    verb: invoice ? 'Updates' : 'Creates',
    call: invoice ? 'PUT /api/v1/invoices/{invoice}' : 'POST /api/v1/invoices',
  };
  await renderAct(
    act,
    invoiceView,
    page,
    { title: heading, why },
    {
      action: address,
      heading,
      basis: page.basis,
      invoice: invoice && {
        rows: invoiceRows(invoice),
        deleteHref: `${address}/delete`,
      },
      jobs: await jobsOf(act, page.values.job ?? ''),
      orders: ordersOf(invoice, page.values.purchase_order ?? ''),
    },
  );
}

export function invoiceRows(invoice: Invoice): Row[] {
  const { gross_pay: gross, premium_due: due } = invoice;
  return [
    { key: 'Premium due', value: due === null ? null : withCents(due), kind: 'money' },
    { key: 'Gross pay', value: gross === null ? null : withCents(gross), kind: 'money' },
    {
      key: 'Pay period',
      value: `${day(invoice.paycycle_startdate) ?? '?'} to ${day(invoice.paycycle_enddate) ?? '?'}`,
    },
    { key: 'Purchase order', value: invoice.purchase_order_number },
    { key: 'Invoice', value: invoice.id, kind: 'id' },
  ];
}

/** The jobs that the contractor is known to have worked on; what else was chosen is among them. */
async function jobsOf({ api, deps, id, stale }: Act, chosen: string): Promise<InvoiceView['jobs']> {
  const known = await deps.knowledge.of(id);
  const jobs = [...(known?.jobs.values() ?? [])].map((job) => ({
    value: job.id,
    text: job.name ?? job.id,
    hint: [job.purchaseOrder && `Purchase order ${job.purchaseOrder}`, job.id].filter(Boolean).join(' · '),
    checked: job.id === chosen,
  }));
  if (chosen === '' || jobs.some(({ value }) => value === chosen)) return jobs;
  const job = stale ? null : await orNull(api.getJob(chosen));
  return job ? [jobItem(job, chosen), ...jobs] : jobs;
}

function ordersOf(invoice: Invoice | null, chosen: string): InvoiceView['orders'] {
  const kept = invoice?.purchase_order_number ?? null;
  const first = invoice
    ? { value: 'keep', text: kept === null ? 'Leave it without one' : `Keep ${kept}` }
    : {
        value: 'inherit',
        text: 'That of the job',
        hint: 'The key purchase_order_number of its custom metadata, if it has one.',
      };
  const others = [
    { value: 'own', text: 'Another one', hint: 'It stays with the invoice, whatever the job has later.' },
    { value: 'none', text: 'None', hint: 'The job’s number is not taken either.' },
  ];
  return [first, ...others].map((order, index) => ({
    ...order,
    checked: chosen === order.value || (index === 0 && !['own', 'none'].includes(chosen)),
  }));
}
