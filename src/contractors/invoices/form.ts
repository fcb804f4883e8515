import { z } from 'zod';
import { checkForm, type ReadForm } from '../../forms/check-form';
import { dateText, optionalDate } from '../../forms/date-fields';
import { asTyped, chosenId, dollars, optionalText, type FormBody, type FormValues } from '../../forms/form';
import type { Invoice, InvoiceInput } from '../../policy-api/types/billing';

/** Where the purchase-order number comes from: `keep` on an invoice that is there, `inherit` on a new one. */
export type OrderChoice = 'inherit' | 'keep' | 'own' | 'none';

const fields = {
  job: z.string(),
  // Documented: at least 100 cents on the newest page, and at most $1,000,000.
  gross_pay: dollars('Enter the pay in dollars', { name: 'The pay', min: 100, max: 100_000_000 }),
  paycycle_startdate: optionalDate('The start of the pay period'),
  paycycle_enddate: optionalDate('The end of the pay period'),
  purchase_order: z.string(),
  purchase_order_number: optionalText(),
};

export const INVOICE_FIELDS: readonly string[] = Object.keys(fields);

export type InvoiceForm = Omit<InvoiceInput, 'contractor'>;

/** The form as "POST /api/v1/invoices" takes it, and its PUT: left out, the number is inherited, or stays. */
export function readInvoice(body: FormBody): ReadForm<InvoiceForm> {
  const job = chosenId(body, 'job');
  const { data, errors } = checkForm(fields, body, (read, texts) => {
    const { paycycle_startdate: from, paycycle_enddate: until, purchase_order: order } = read;
    const missing = (field: 'paycycle_startdate' | 'paycycle_enddate', text: string) =>
      texts[field] === '' ? [{ field, text }] : [];
    return [
      ...(job === null ? [{ field: 'job', text: 'Choose the job' }] : []),
      ...missing('paycycle_startdate', 'Enter the start of the pay period'),
      ...missing('paycycle_enddate', 'Enter the end of the pay period'),
      ...(from !== undefined && until !== undefined && until < from
        ? [{ field: 'paycycle_enddate', text: 'The end of the pay period must not be before its start' }]
        : []),
      ...(order === 'own' && texts.purchase_order_number === ''
        ? [{ field: 'purchase_order_number', text: 'Enter the purchase-order number' }]
        : []),
    ];
  });
  if (data === null) return { input: null, errors };
  const {
    gross_pay,
    paycycle_startdate = 0,
    paycycle_enddate = 0,
    purchase_order,
    purchase_order_number,
  } = data;
  return {
    errors: [],
    input: {
      job: job ?? '',
      gross_pay,
      paycycle_startdate,
      paycycle_enddate,
      ...(purchase_order === 'own' && { purchase_order_number }),
      ...(purchase_order === 'none' && { purchase_order_number: '' }),
    },
  };
}

export function invoiceValues(invoice: Invoice): FormValues {
  return {
    job: invoice.job ?? '',
    gross_pay: asTyped(invoice.gross_pay),
    paycycle_startdate: dateText(invoice.paycycle_startdate),
    paycycle_enddate: dateText(invoice.paycycle_enddate),
    purchase_order: 'keep',
    purchase_order_number: '',
  };
}

/** Whether an invoice of the API is what the form asks for, so that it is not made twice. */
export function isAsAsked(asked: InvoiceForm, made: Invoice): boolean {
  const names = ['job', 'gross_pay', 'paycycle_startdate', 'paycycle_enddate'] as const;
  return names.every((name) => asked[name] === made[name]);
}
