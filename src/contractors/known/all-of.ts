import { grouped } from '../../lib/grouped';
import type { KnownObjectRepository, KnownObjectRow } from '../../store/known-objects';
import * as read from './records-of';
import type { KnownContractor, KnownEntity, KnownJob, KnownOfContractor, KnownQuote } from './records';

type Objects = Pick<KnownObjectRepository, 'find'>;

/** An onboarding is a row of the register too: it says which job a contractor is on the way to be covered for. */
export interface KnownOnboarding {
  id: string;
  jobId: string | null;
}

export interface AllOfContractor extends KnownOfContractor {
  onboardings: KnownOnboarding[];
}

/** What is known of some contractors, and what that refers to. */
export interface Register {
  rows: ReadonlyMap<string | null, readonly KnownObjectRow[]>;
  contractors: ReadonlyMap<string, KnownObjectRow>;
  quotes: ReadonlyMap<string, KnownQuote>;
  jobs: ReadonlyMap<string, KnownJob>;
  entities: ReadonlyMap<string, KnownEntity>;
}

/** Reads what rows of these contractors refer to, by as many queries as for one. */
export async function readRegister(
  objects: Objects,
  contractorIds: readonly string[],
  rows: readonly KnownObjectRow[],
): Promise<Register> {
  const quotes = await quotesOf(objects, rows);
  const jobIds = [...rows.map((row) => row.job_id), ...quotes.map(({ jobId }) => jobId)];
  const jobs = [...(await objects.find('job', withoutNull(jobIds))).values()].map(read.jobOf);
  const entityIds = withoutNull(jobs.map(({ entityId }) => entityId));
  const entities = [...(await objects.find('entity', entityIds)).values()].map(read.entityOf);
  return {
    rows: grouped(rows, (row) => row.contractor_id),
    contractors: await objects.find('contractor', contractorIds),
    quotes: byId(quotes),
    jobs: byId(jobs),
    entities: byId(entities),
  };
}

/** All that is known of one of the contractors whom the register was read for. */
export function allOf(
  { rows, contractors, quotes, jobs, entities }: Register,
  contractorId: string,
): AllOfContractor {
  const own = rows.get(contractorId) ?? [];
  const ofKind = (kind: string) => own.filter((row) => row.kind === kind);
  const row = contractors.get(contractorId);
  return {
    contractor: row ? read.contractorOf(row) : unknownContractor(contractorId),
    policies: ofKind('policy').map((one) => read.policyOf(one, quotes.get(one.quote_id ?? ''))),
    assignments: ofKind('assignment').map(read.assignmentOf),
    certificates: ofKind('certificate').map(read.certificateOf),
    invoices: ofKind('invoice')
      .map(read.invoiceOf)
      .filter(({ gone }) => !gone),
    quotes: ofKind('quote').map(read.quoteOf),
    sessions: ofKind('session').map(read.sessionOf),
    paymentSessions: ofKind('payment_session').map(read.paymentSessionOf),
    onboardings: ofKind('onboarding').map(({ id, job_id: jobId }) => ({ id, jobId })),
    jobs,
    entities,
  };
}

/** A policy of a contractor may come from a quote that does not say whose it is. */
async function quotesOf(objects: Objects, rows: readonly KnownObjectRow[]): Promise<KnownQuote[]> {
  const own = byId(rows.filter(({ kind }) => kind === 'quote'));
  const ids = withoutNull(rows.map((row) => row.quote_id)).filter((id) => !own.has(id));
  return [...(await objects.find('quote', ids)).values(), ...own.values()].map(read.quoteOf);
}

const withoutNull = (ids: readonly (string | null)[]): string[] => ids.filter((id) => id !== null);

const byId = <Item extends { id: string }>(items: readonly Item[]): Map<string, Item> =>
  new Map(items.map((item) => [item.id, item]));

function unknownContractor(id: string): KnownContractor {
  const nothing = { firstName: null, lastName: null, company: null, email: null, homeState: null };
  return { id, asOf: 0, gone: false, created: null, ...nothing };
}
