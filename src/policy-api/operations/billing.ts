/** Later jobs and what they cost: assignments, invoices, and the hosted page for a card. */
import { normalizeAssignment, normalizeInvoice, normalizePaymentSession } from '../normalize/billing';
import { page, segment, type PageParams } from '../query';
import type { Deleted } from '../types/common';
import type * as Billing from '../types/billing';
import type { Resource } from './resource';

export type BillingCalls = ReturnType<typeof billingCalls>;

/** The page's address takes a card for whoever has it, so no record of a call shows it. */
const HIDDEN = ['url'];

/** See `PolicyApi` for what all calls have in common. */
export function billingCalls(resource: Resource) {
  return {
    /**
     * POST /api/v1/assignments: reports a later job of a contractor who has a policy. With `bind` (the default) the
     * contractor is told, and the card is charged a day later; the event `assignment.active` is the proof of cover.
     * Without, nothing is covered. An assignment that cannot be covered is answered too: see its `eligible`.
     */
    createAssignment(input: Billing.AssignmentInput, idempotencyKey: string): Promise<Billing.Assignment> {
      return resource.create('assignments', input, idempotencyKey, normalizeAssignment);
    },
    /** GET /api/v1/assignments/{assignment}. It does not say whether the charge went through. */
    getAssignment(id: string): Promise<Billing.Assignment> {
      return resource.get('assignments', id, normalizeAssignment);
    },
    /** PUT /api/v1/assignments/{assignment}. Possible until it is cancelled, or its invoice is paid in full. */
    updateAssignment(id: string, input: Partial<Billing.AssignmentInput>): Promise<Billing.Assignment> {
      return resource.update('assignments', id, input, normalizeAssignment);
    },
    /** DELETE /api/v1/assignments/{assignment}. Code `invoice_already_paid` once its invoice is paid in full. */
    deleteAssignment(id: string): Promise<Deleted> {
      return resource.delete('assignments', id);
    },
    /** GET /api/v1/assignments. */
    listAssignments(params?: PageParams): Promise<Billing.Assignment[]> {
      return resource.list('assignments', normalizeAssignment, page(params));
    },
    /**
     * POST /api/v1/assignments/cancel: the assignment of a job, which must not have started. It takes effect at once,
     * pays back what was charged, and cannot be undone. `job_id` is the job, not the assignment.
     */
    cancelAssignment(
      input: { job_id: string; reason?: string | undefined },
      idempotencyKey: string,
    ): Promise<Billing.Assignment> {
      return resource.create('assignments/cancel', input, idempotencyKey, normalizeAssignment);
    },

    /** POST /api/v1/invoices: the pay of one period. Money is in cents, dates are epoch seconds UTC. */
    createInvoice(input: Billing.InvoiceInput, idempotencyKey: string): Promise<Billing.Invoice> {
      return resource.create('invoices', input, idempotencyKey, normalizeInvoice);
    },
    /** GET /api/v1/invoices/{invoice}. Whether it is paid is told by events alone. */
    getInvoice(id: string): Promise<Billing.Invoice> {
      return resource.get('invoices', id, normalizeInvoice);
    },
    /** PUT /api/v1/invoices/{invoice}, while unpaid. Another `gross_pay` issues a replacement, perhaps with another id. */
    updateInvoice(id: string, input: Partial<Billing.InvoiceInput>): Promise<Billing.Invoice> {
      return resource.update('invoices', id, input, normalizeInvoice);
    },
    /** DELETE /api/v1/invoices/{invoice}. Code `invoice_already_paid` for a paid one. */
    deleteInvoice(id: string): Promise<Deleted> {
      return resource.delete('invoices', id);
    },
    /** GET /api/v1/invoices. That one contractor's can be asked for is said in prose alone; the name is our reading. */
    listInvoices(params?: PageParams & { contractor?: string | undefined }): Promise<Billing.Invoice[]> {
      return resource.list('invoices', normalizeInvoice, { ...page(params), contractor: params?.contractor });
    },

    /**
     * POST /api/v1/payment/sessions: a hosted page, for 30 minutes, where a contractor adds or replaces the card on
     * file. Its `url` comes in this answer alone and works once: redirect to it and keep it nowhere. `return_url` is
     * https, on a host that the vendor's support has allowed (code `invalid_return_url`). Its status in the way back
     * proves nothing: the events `payment.session.*` do.
     */
    createPaymentSession(
      input: { contractor: string; return_url: string },
      idempotencyKey: string,
    ): Promise<Billing.PaymentSession> {
      return resource.send({
        method: 'POST',
        path: '/payment/sessions',
        body: input,
        idempotencyKey,
        read: normalizePaymentSession,
        hidden: HIDDEN,
      });
    },
    /** POST /api/v1/payment/sessions/{session}/cancel. Codes `session_not_pending` and `session_expired`. */
    async cancelPaymentSession(id: string, idempotencyKey: string): Promise<Billing.PaymentSession> {
      const path = `/payment/sessions/${segment(id)}/cancel`;
      return resource.send({
        method: 'POST',
        path,
        idempotencyKey,
        read: normalizePaymentSession,
        hidden: HIDDEN,
      });
    },
  };
}
