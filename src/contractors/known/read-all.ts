import type { PolicyApi } from '../../policy-api/client';
import { isUnknownObject } from '../../policy-api/errors';
import type { Policy } from '../../policy-api/types/coverage';
import type { Certificate } from '../../policy-api/types/documents';
import type { KnownOfContractor } from './records';
import type { ObjectKind, ObjectOf } from './kinds';

/** An object as the API answered it. */
export type Seen = { [Kind in ObjectKind]: { kind: Kind; object: ObjectOf<Kind> } }[ObjectKind];

/** A page of the API has 100 objects at most; a contractor with more than 500 of a kind has not been met. */
const PAGE = 100;
const PAGES = 5;
/** Each costs a call. Older ones are left as they were last known. */
const READ_AGAIN = 20;

/**
 * All that the API has of a contractor. Policies and invoices can be asked for by contractor; of assignments and
 * certificates the latest hundred of the account are looked through, and those known are read one by one. `known`: what is known so far. @throws PolicyApiError
 */
export async function readAll(
  api: PolicyApi,
  contractorId: string,
  known: KnownOfContractor | null,
): Promise<{ objects: Seen[]; gone: { kind: ObjectKind; id: string }[] }> {
  const gone: { kind: ObjectKind; id: string }[] = [];
  const one = async <Kind extends ObjectKind>(kind: Kind, id: string, get: () => Promise<ObjectOf<Kind>>) => {
    try {
      return [{ kind, object: await get() } as unknown as Seen];
    } catch (error) {
      if (!isUnknownObject(error)) throw error;
      gone.push({ kind, id });
      return [];
    }
  };
  const [contractor, policies, assignments, invoices, certificates] = await Promise.all([
    api.getContractor(contractorId),
    allPages((params) => api.listContractorPolicies(contractorId, params)),
    api.listAssignments({ limit: PAGE }),
    api.listInvoices({ limit: PAGE, contractor: contractorId }),
    api.listCertificates({ limit: PAGE }),
  ]);
  const own = <Item extends { contractor: string | null }>(items: readonly Item[]) =>
    items.filter((item) => item.contractor === contractorId);
  const listed = new Set([...policies, ...own(assignments), ...own(invoices)].map(({ id }) => id));
  const reviewed = new Set(
    [...own(certificates), ...unlisted(known?.certificates, listed)].map(({ id }) => id),
  );
  const again = await Promise.all([
    ...unlisted(known?.policies, listed).map(({ id }) => one('policy', id, () => api.getPolicy(id))),
    ...unlisted(known?.assignments, listed).map(({ id }) =>
      one('assignment', id, () => api.getAssignment(id)),
    ),
    ...unlisted(known?.invoices, listed).map(({ id }) => one('invoice', id, () => api.getInvoice(id))),
    ...[...reviewed].slice(0, READ_AGAIN).map((id) => one('certificate', id, () => readCertificate(api, id))),
    ...quotesToRead(policies, known).map((id) => one('quote', id, () => api.getQuote(id))),
    ...openSessions(known).map(({ id }) => one('session', id, () => api.getApplicationSession(id))),
  ]);
  return {
    objects: [
      { kind: 'contractor', object: contractor },
      ...policies.map((object): Seen => ({ kind: 'policy', object })),
      ...own(assignments).map((object): Seen => ({ kind: 'assignment', object })),
      ...own(invoices).map((object): Seen => ({ kind: 'invoice', object })),
      ...again.flat(),
    ],
    gone,
  };
}

/** What a policy covers, and for which job, its quote alone says; it does not change once the policy is issued. */
function quotesToRead(policies: readonly Policy[], known: KnownOfContractor | null): string[] {
  const read = new Set(known?.quotes.map(({ id }) => id));
  const named = policies.flatMap(({ quote }) => (quote === null || read.has(quote) ? [] : [quote]));
  return [...new Set(named)].slice(0, READ_AGAIN);
}

/** With its review, which alone tells what it shows. */
export const readCertificate = (api: Pick<PolicyApi, 'getCertificate'>, id: string): Promise<Certificate> =>
  api.getCertificate(id, { expand: 'review_results.full' });

function unlisted<Item extends { id: string; gone: boolean }>(
  items: readonly Item[] | undefined,
  listed: ReadonlySet<string>,
): Item[] {
  return (items ?? []).filter(({ id, gone }) => !gone && !listed.has(id)).slice(0, READ_AGAIN);
}

/** What an application came to is told by its policy. */
function openSessions(known: KnownOfContractor | null) {
  const isOpen = (state: string | null) => state === 'applying' || state === null || state === 'in_review';
  return unlisted(known?.sessions, new Set()).filter(({ state }) => isOpen(state));
}

async function allPages<Item extends { id: string }>(
  read: (params: { limit: number; startingAfter?: string | undefined }) => Promise<Item[]>,
): Promise<Item[]> {
  const all: Item[] = [];
  for (let page = 0; page < PAGES; page += 1) {
    const found = await read({ limit: PAGE, startingAfter: all.at(-1)?.id });
    all.push(...found);
    if (found.length < PAGE) break;
  }
  return all;
}
