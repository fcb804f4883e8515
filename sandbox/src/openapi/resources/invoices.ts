import { create, list, pathId, remove, retrieve, update, type ResourceReference } from '../operations';
import { answered, cents, created, date, fields, guess, ids, nullable, text, type Schema } from '../schemas';

const sent = {
  contractor: 'cn_Ehb3bYa',
  job: 'jb_jsb9KEcTpc',
  gross_pay: 250000,
  paycycle_startdate: 1646818364,
  paycycle_enddate: 1678334737,
};
const example = {
  id: 'in_4RviYgc2Wt',
  ...sent,
  premium_due: 4325,
  purchase_order_number: '12345678',
  created: 1646818364,
};

const dateSent = (description: string): Schema => ({
  ...date(description),
  type: ['integer', 'string'],
  description: `${description} Seconds since 1970-01-01 00:00 UTC; older examples send text, also \`2022-04-25T22:23:13+00:00\`.`,
});
const older = { contractor_id: 'contractor', job_id: 'job' };

const described = {
  contractor: ids.contractor,
  job: ids.job,
  gross_pay: cents('Pay earned in the pay period. Older pages give a minimum of $10.', 100, 100_000_000),
  paycycle_startdate: dateSent('Start of the pay period.'),
  paycycle_enddate: dateSent('End of the pay period. It may be the same as its start.'),
  purchase_order_number: {
    ...nullable(text('')),
    description:
      'Left out: that of the job (`custom_metadata.purchase_order_number`) in a new invoice, no change in an update. "": none.',
  },
};

const refusals = [
  ...(['invalid_contractor_id', 'invalid_job_id', 'no_active_policy'] as const),
  ...(['invalid_paycycle_startdate', 'invalid_paycycle_enddate'] as const),
  ...(['invoice_uneditable_already_exists', 'agency_pay_invoice_exists'] as const),
] as const;

export const invoices: ResourceReference = {
  tag: {
    name: 'Invoices',
    description:
      'Premiums of long or varying engagements: one invoice for each pay period, from the actual pay.',
  },
  schemas: {
    Invoice: answered({
      id: ids.invoice,
      contractor: ids.contractor,
      job: ids.job,
      gross_pay: cents('Pay earned in the pay period.', 100, 100_000_000),
      premium_due: {
        ...cents('The premium: a percentage of the pay.', 100),
        description:
          'The premium, a percentage of the pay: gross_pay × net_rate / 10000, rounded to whole US cents, at least 100. ' +
          'How it is rounded is not documented.',
      },
      paycycle_startdate: date('Start of the pay period.'),
      paycycle_enddate: date('End of the pay period.'),
      purchase_order_number: guess(nullable(text('Null when there is none.', '12345678'))),
      created,
    }),
    NewInvoice: fields(
      described,
      [...['contractor', 'job', 'gross_pay', 'paycycle_startdate', 'paycycle_enddate']],
      older,
    ),
    InvoiceChange: fields(described, [], older),
  },
  paths: {
    '/invoices': {
      get: list({
        id: 'listInvoices',
        summary: 'List invoices',
        answer: 'Invoice',
        example: [example],
        query: [
          guess({
            name: 'contractor',
            in: 'query',
            schema: { type: 'string' },
            description: 'Only invoices of this contractor.',
          }),
        ],
      }),
      post: create({
        id: 'createInvoice',
        summary: 'Create an invoice',
        fields: 'NewInvoice',
        sent,
        answer: 'Invoice',
        example,
        errors: refusals,
      }),
    },
    '/invoices/{invoice}': {
      parameters: [pathId('invoice', ids.invoice)],
      get: retrieve({
        id: 'retrieveInvoice',
        summary: 'Retrieve an invoice',
        answer: 'Invoice',
        example,
        errors: ['invalid_invoice_id'],
      }),
      put: update({
        id: 'updateInvoice',
        summary: 'Update an invoice',
        fields: 'InvoiceChange',
        description: 'Possible until it is paid. Another `gross_pay` makes the premium anew.',
        sent: { gross_pay: 300000 },
        answer: 'Invoice',
        example,
        errors: [...refusals, 'invoice_already_paid', 'invalid_invoice_id'],
      }),
      delete: remove({
        id: 'deleteInvoice',
        summary: 'Delete an invoice',
        object: 'invoice',
        description: 'Permanent. Only invoices that are not paid.',
        errors: ['invoice_already_paid', 'invalid_invoice_id'],
        example: { id: 'in_4RviYgc2Wt', object: 'invoice', deleted: true, deleted_at: 1640995200 },
      }),
    },
  },
};
