import type { KnownObjectRepository, KnownObjectRow } from '../../store/known-objects';
import * as read from './records-of';
import type { KnownContractor, KnownOfContractor, KnownQuote } from './records';

type Objects = Pick<KnownObjectRepository, 'find' | 'ofContractor'>;

/** An onboarding is a row of the register too: it says which job a contractor is on the way to be covered for. */
export interface KnownOnboarding {
  id: string;
  jobId: string | null;
}

export interface AllOfContractor extends KnownOfContractor {
  onboardings: KnownOnboarding[];
}

/** All that is known of a contractor, read from the register alone. */
export async function allOf(objects: Objects, contractorId: string): Promise<AllOfContractor> {
  const rows = await objects.ofContractor(contractorId);
  const ofKind = (kind: string) => rows.filter((row) => row.kind === kind);
  const self = await objects.find('contractor', [contractorId]);
  const foreign = await quotesOf(objects, rows);
  const quotes = ofKind('quote').map(read.quoteOf);
  const quoteById = new Map([...foreign, ...quotes].map((quote) => [quote.id, quote]));
  const jobRows = await objects.find(
    'job',
    idsIn([...rows, ...foreign.map(({ jobId }) => ({ job_id: jobId }))]),
  );
  const jobs = new Map([...jobRows].map(([id, row]) => [id, read.jobOf(row)]));
  const entityIds = [...jobs.values()].flatMap(({ entityId }) => (entityId === null ? [] : [entityId]));
  const entityRows = await objects.find('entity', entityIds);
  const row = self.get(contractorId);
  return {
    contractor: row ? read.contractorOf(row) : unknownContractor(contractorId),
    policies: ofKind('policy').map((one) => read.policyOf(one, quoteById.get(one.quote_id ?? ''))),
    assignments: ofKind('assignment').map(read.assignmentOf),
    certificates: ofKind('certificate').map(read.certificateOf),
    invoices: ofKind('invoice')
      .map(read.invoiceOf)
      .filter(({ gone }) => !gone),
    quotes,
    sessions: ofKind('session').map(read.sessionOf),
    paymentSessions: ofKind('payment_session').map(read.paymentSessionOf),
    onboardings: ofKind('onboarding').map(({ id, job_id: jobId }) => ({ id, jobId })),
    jobs,
    entities: new Map([...entityRows].map(([id, one]) => [id, read.entityOf(one)])),
  };
}

/** A policy of the contractor may come from a quote that does not say whose it is. */
async function quotesOf(objects: Objects, rows: readonly KnownObjectRow[]): Promise<KnownQuote[]> {
  const own = new Set(rows.filter(({ kind }) => kind === 'quote').map(({ id }) => id));
  const ids = rows.flatMap(({ quote_id: id }) => (id === null || own.has(id) ? [] : [id]));
  return [...(await objects.find('quote', ids)).values()].map(read.quoteOf);
}

function idsIn(rows: readonly { job_id: string | null }[]): string[] {
  return [...new Set(rows.flatMap(({ job_id: id }) => (id === null ? [] : [id])))];
}

function unknownContractor(id: string): KnownContractor {
  const nothing = { firstName: null, lastName: null, company: null, email: null, homeState: null };
  return { id, asOf: 0, gone: false, created: null, ...nothing };
}
