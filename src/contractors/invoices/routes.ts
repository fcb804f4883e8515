/** Invoices: the premium for what was earned in a pay period. Created, changed while unpaid, and deleted. */
import { Router } from 'express';
import { basisOf } from '../../onboarding/journey/conflict';
import { freshForm, withErrors } from '../../onboarding/journey/form-page';
import { withCents } from '../../forms/form';
import { view } from '../../pages/view';
import { createOnce } from '../../policy-api/create-once';
import { isUnknownObject } from '../../policy-api/errors';
import type { Invoice } from '../../policy-api/types/billing';
import { onContractor, type Act, type ActDeps } from '../act/act';
import { failedAct, renderAct, typedAct, unsentAct, type ActPage, type ActView } from '../act/act-page';
import { askElseKnown, type Source } from '../act/ask-else-known';
import { keyFor } from '../act/key';
import { invoiceAnswered } from '../known/as-answered';
import type { KnownInvoice } from '../known/records';
import type { Row } from '../../onboarding/journey/rows';
import { INVOICE_FIELDS, isAsAsked, readInvoice, type InvoiceForm } from './form';
import { freshInvoice, invoiceRows, showInvoice } from './page';

interface DeleteView {
  action: string;
  rows: Row[];
}
export const invoiceDeleteView = view<ActView & DeleteView>('contractors/invoice-delete');

const AT = '/invoices/:invoiceId';

export function invoiceRoutes(deps: ActDeps): Router {
  const router = Router({ mergeParams: true });
  router.get('/invoices', onContractor(deps, openNew));
  router.post('/invoices', onContractor(deps, create));
  router.get(AT, onContractor(deps, openExisting));
  router.post(AT, onContractor(deps, change));
  router.get(
    `${AT}/delete`,
    onContractor(deps, async (act) => showDelete(act, await readInvoiceOf(act))),
  );
  router.post(`${AT}/delete`, onContractor(deps, remove));
  return router;
}

async function openNew(act: Act): Promise<void> {
  await act.readContractor();
  return showInvoice(act, null, act.req.unsent ? typedAct(act) : freshInvoice(act, null));
}

async function create(act: Act): Promise<void> {
  await act.readContractor();
  const page = typedAct(act);
  const { input, errors } = readInvoice(act.body);
  if (input === null) return showInvoice(act, null, withErrors(page, errors));
  try {
    const made = await createInvoice(act, input, page);
    await act.deps.knowledge.see('invoice', made);
    const text = `The invoice is created${premiumText(made)}.`;
    act.redirect(act.deps.paths.invoice(act.id, made.id), { kind: 'success', text });
  } catch (error) {
    return showInvoice(act, null, failedAct(act, page, error, INVOICE_FIELDS));
  }
}

function createInvoice({ api, id }: Act, input: InvoiceForm, page: ActPage): Promise<Invoice> {
  const creation = {
    create: (key: string) => api.createInvoice({ contractor: id, ...input }, key),
    alike: async () => {
      const found = await api.listInvoices({ limit: 100, contractor: id });
      return found.filter((one) => one.contractor === id && isAsAsked(input, one));
    },
  };
  return createOnce(creation, {
    key: keyFor(page.idempotencyKey, input),
    ...(page.repeat && { repeat: true }),
  });
}

async function openExisting(act: Act): Promise<void> {
  const invoice = await readInvoiceOf(act);
  const fresh = { ...freshInvoice(act, invoice), basis: basisOf(invoice) };
  return showInvoice(act, invoice, act.req.unsent ? typedAct(act) : fresh);
}

/** With another pay the API issues a replacement, perhaps with an id of its own. */
async function change(act: Act): Promise<void> {
  const { api, deps } = act;
  const invoice = await readInvoiceOf(act);
  const page = typedAct(act);
  const { input, errors } = readInvoice(act.body);
  if (input === null) return showInvoice(act, invoice, withErrors(page, errors));
  const unsent = unsentAct(act, page);
  if (unsent) return showInvoice(act, invoice, unsent);
  const basis = basisOf(invoice);
  if (page.basis !== basis) {
    const text =
      'The invoice was changed meanwhile, in another tab or by somebody else. The form shows what you typed: send it again to change it once more';
    const conflict = { ...withErrors(page, [{ field: null, text }]), status: 409, basis };
    return showInvoice(act, invoice, conflict);
  }
  try {
    const changed = await api.updateInvoice(invoice.id, input);
    await deps.knowledge.see('invoice', changed);
    const isOther = changed.id !== invoice.id;
    if (isOther) await noteReplaced(act, invoice.id);
    const text = isOther
      ? `The invoice ${invoice.id} was replaced by this one${premiumText(changed)}.`
      : `The invoice is changed${premiumText(changed)}.`;
    act.redirect(deps.paths.invoice(act.id, changed.id), { kind: 'success', text });
  } catch (error) {
    return showInvoice(act, invoice, failedAct(act, page, error, INVOICE_FIELDS));
  }
}

/** Whether the one that was replaced is still there, the API alone can say. */
async function noteReplaced({ api, deps }: Act, id: string): Promise<void> {
  try {
    await deps.knowledge.see('invoice', await api.getInvoice(id));
  } catch (error) {
    if (isUnknownObject(error)) await deps.knowledge.gone('invoice', id);
  }
}

/** A second press finds it deleted. */
async function remove(act: Act): Promise<void> {
  const { api, deps, home } = act;
  const invoice = await readInvoiceOf(act);
  const unsent = unsentAct(act, typedAct(act));
  if (unsent) return showDelete(act, invoice, unsent);
  try {
    await api.deleteInvoice(invoice.id);
    await deps.knowledge.gone('invoice', invoice.id);
    act.redirect(home, { kind: 'success', text: 'The invoice is deleted.' });
  } catch (error) {
    return showDelete(act, invoice, failedAct(act, typedAct(act), error, []));
  }
}

async function showDelete(act: Act, invoice: Invoice, page: ActPage | null = null): Promise<void> {
  const address = act.deps.paths.invoice(act.id, invoice.id);
  const why = {
    text: 'An unpaid invoice can be deleted, and a paid one cannot.',
    verb: 'Deletes',
    call: 'DELETE /api/v1/invoices/{invoice}',
  };
  const back = { href: address, text: 'Invoice' };
  const fresh = { ...freshForm(act.deps.newKey), repeat: false };
  await renderAct(
    act,
    invoiceDeleteView,
    page ?? fresh,
    { title: 'Delete the invoice', why, back },
    {
      action: `${address}/delete`,
      rows: invoiceRows(invoice),
    },
  );
}

/** @throws PolicyApiError, NotFoundError where it is not one of this contractor */
async function readInvoiceOf(act: Act): Promise<Invoice> {
  const invoice = await askElseKnown(act, INVOICE);
  if (!act.stale) await act.deps.knowledge.see('invoice', invoice);
  return invoice;
}

const INVOICE: Source<Invoice, KnownInvoice> = {
  kind: 'invoice',
  param: 'invoiceId',
  what: 'This invoice',
  ask: (api, id) => api.getInvoice(id),
  ownerOf: ({ contractor }) => contractor,
  known: ({ invoices }) => invoices,
  asAnswered: invoiceAnswered,
};

function premiumText({ premium_due: due }: Invoice): string {
  return due === null ? '' : `. Premium due: ${withCents(due)}`;
}
