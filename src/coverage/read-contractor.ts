import { isUnknownObject } from '../policy-api/errors';
import type { Assignment } from '../policy-api/types/billing';
import type { ApplicationSession, Policy, Quote } from '../policy-api/types/coverage';
import type { Certificate } from '../policy-api/types/documents';
import type { Contractor } from '../policy-api/types/parties';
import { everyPage } from './every-page';

interface Page {
  limit: number;
  startingAfter?: string | undefined;
}

/** What is called of the API; the part client has all of it. */
export interface ContractorApi {
  getContractor(id: string): Promise<Contractor>;
  listContractorPolicies(contractorId: string, page: Page): Promise<Policy[]>;
  getPolicy(id: string): Promise<Policy>;
  listAssignments(page: Page): Promise<Assignment[]>;
  getAssignment(id: string): Promise<Assignment>;
  listCertificates(page: Page): Promise<Certificate[]>;
  getCertificate(id: string, review: { expand: 'review_results.full' }): Promise<Certificate>;
  getQuote(id: string): Promise<Quote>;
  getApplicationSession(id: string): Promise<ApplicationSession>;
}

/** Ids of objects of the contractor that are known already, the newest first. */
export interface KnownIds {
  policies?: readonly string[] | undefined;
  assignments?: readonly string[] | undefined;
  certificates?: readonly string[] | undefined;
  /** The API lists applications, but does not let the list be turned: only those known are read. */
  sessions?: readonly string[] | undefined;
  /** Quotes that were read: those of policies do not change any more. */
  quotes?: readonly string[] | undefined;
}

export interface ReadBounds {
  /** So many pages of 100 of the lists that have the objects of all contractors. */
  accountPages: number;
  /** So many objects of a kind are read one by one: each costs a call. */
  alone: number;
}

export type GoneKind = 'policy' | 'assignment' | 'certificate' | 'quote' | 'session';

export interface ContractorObjects {
  contractor: Contractor;
  policies: Policy[];
  assignments: Assignment[];
  /** With their review in full. */
  certificates: Certificate[];
  /** Those of the policies and the applications. */
  quotes: Quote[];
  sessions: ApplicationSession[];
  /** What is named somewhere, and the API does not know any more. */
  gone: { kind: GoneKind; id: string }[];
  /** What was not read to its end, in sentences; empty: all was. */
  unread: string[];
}

const MANY: Readonly<Record<GoneKind, string>> = {
  policy: 'policies',
  assignment: 'assignments',
  certificate: 'certificates',
  quote: 'quotes',
  session: 'application sessions',
};

/** A contractor with more than 500 policies has not been met. */
const POLICY_PAGES = 5;

/**
 * All that the API has of what may cover a contractor. Policies can be asked for by contractor; assignments and
 * certificates are looked for in the lists of the whole account (pages "List assignments" and "List certificates", which
 * know no filter), and those that are known and not found there are read one by one, as are policies that an assignment
 * names. @throws PolicyApiError, for one with status 404 where there is no such contractor
 */
export async function readContractor(
  api: ContractorApi,
  contractorId: string,
  known: KnownIds,
  { accountPages, alone }: ReadBounds,
): Promise<ContractorObjects> {
  const gone: ContractorObjects['gone'] = [];
  const unread: string[] = [];
  const readEach = async <Item>(
    kind: GoneKind,
    ids: readonly string[],
    get: (id: string) => Promise<Item>,
  ) => {
    const wanted = [...new Set(ids)];
    if (wanted.length > alone)
      unread.push(
        `Of ${wanted.length} ${MANY[kind]} that are known by their ids the first ${alone} were read.`,
      );
    const found = await Promise.all(
      wanted.slice(0, alone).map((id) => get(id).catch((error: unknown) => void noteGone(kind, id, error))),
    );
    return found.filter((item): item is Awaited<Item> & object => item !== undefined);
  };
  const noteGone = (kind: GoneKind, id: string, error: unknown) => {
    if (!isUnknownObject(error)) throw error;
    gone.push({ kind, id });
  };
  const [contractor, policies, assignments, certificates] = await Promise.all([
    api.getContractor(contractorId),
    policiesOf(api, contractorId),
    everyPage((page) => api.listAssignments(page), accountPages),
    everyPage((page) => api.listCertificates(page), accountPages),
  ]);
  const noteEnd = (what: string, { items, complete }: { items: readonly object[]; complete: boolean }) => {
    if (!complete) unread.push(`Of the ${what} only the newest ${items.length} were looked through.`);
  };
  noteEnd('policies of the contractor', policies);
  noteEnd('assignments of the account', assignments);
  noteEnd('certificates of the account', certificates);
  const ownAssignments = own(assignments.items, contractorId);
  const [assigned, reviewed, sessions] = await Promise.all([
    readEach('assignment', unlisted(known.assignments, ownAssignments), (id) => api.getAssignment(id)),
    readEach(
      'certificate',
      [...idsOf(own(certificates.items, contractorId)), ...(known.certificates ?? [])],
      (id) => readCertificate(api, id),
    ),
    readEach('session', known.sessions ?? [], (id) => api.getApplicationSession(id)),
  ]);
  const allAssignments = [...ownAssignments, ...assigned];
  const named = own(allAssignments, contractorId).flatMap(({ policy }) => policy ?? []);
  const others = await readEach(
    'policy',
    unlisted([...named, ...(known.policies ?? [])], policies.items),
    (id) => api.getPolicy(id),
  );
  const allPolicies = [...policies.items, ...others];
  const ofQuotes = [...allPolicies, ...sessions].flatMap(({ quote }) => quote ?? []);
  const read = new Set(known.quotes);
  const quotes = await readEach(
    'quote',
    ofQuotes.filter((id) => !read.has(id)),
    (id) => api.getQuote(id),
  );
  return {
    contractor,
    policies: allPolicies,
    assignments: allAssignments,
    certificates: reviewed,
    quotes,
    sessions,
    gone,
    unread,
  };
}

/** The policies of a contractor, those that have ended too: there is no filter by status. Fails as the call does. */
export const policiesOf = (api: Pick<ContractorApi, 'listContractorPolicies'>, contractorId: string) =>
  everyPage((page) => api.listContractorPolicies(contractorId, page), POLICY_PAGES);

/** With its review, which alone tells what it shows. */
export const readCertificate = (
  api: Pick<ContractorApi, 'getCertificate'>,
  id: string,
): Promise<Certificate> => api.getCertificate(id, { expand: 'review_results.full' });

/** Those of the contractor. */
export const own = <Item extends { contractor: string | null }>(
  items: readonly Item[],
  contractorId: string,
): Item[] => items.filter(({ contractor }) => contractor === contractorId);

const idsOf = (items: readonly { id: string }[]): string[] => items.map(({ id }) => id);

function unlisted(ids: readonly string[] | undefined, listed: readonly { id: string }[]): string[] {
  const found = new Set(idsOf(listed));
  return (ids ?? []).filter((id) => !found.has(id));
}
