import { own, readContractor } from '../../coverage/read-contractor';
import type { PolicyApi } from '../../policy-api/client';
import { isUnknownObject } from '../../policy-api/errors';
import type { Invoice } from '../../policy-api/types/billing';
import type { KnownOfContractor } from './records';
import type { ObjectKind, ObjectOf } from './kinds';

/** An object as the API answered it. */
export type Seen = { [Kind in ObjectKind]: { kind: Kind; object: ObjectOf<Kind> } }[ObjectKind];

export interface AllRead {
  objects: Seen[];
  /** What the API does not know any more. */
  gone: { kind: ObjectKind; id: string }[];
  /** What was not read to its end, in sentences. */
  unread: string[];
}

const PAGE = 100;
/** Events tell of assignments and certificates too, so what is older than the latest hundred of the account is known. */
const ACCOUNT_PAGES = 1;
/** Each costs a call. Older ones are left as they were last known. */
const READ_AGAIN = 20;

/** All that the API has of a contractor, invoices included. `known`: what is known so far. @throws PolicyApiError */
export async function readAll(
  api: PolicyApi,
  contractorId: string,
  known: KnownOfContractor | null,
): Promise<AllRead> {
  const ids = {
    policies: standing(known?.policies),
    assignments: standing(known?.assignments),
    certificates: standing(known?.certificates),
    sessions: standing(known?.sessions.filter(({ state }) => isOpen(state))),
    quotes: known?.quotes.map(({ id }) => id),
  };
  const [read, invoices] = await Promise.all([
    readContractor(api, contractorId, ids, { accountPages: ACCOUNT_PAGES, alone: READ_AGAIN }),
    readInvoices(api, contractorId, standing(known?.invoices)),
  ]);
  return {
    objects: [
      { kind: 'contractor', object: read.contractor },
      ...read.policies.map((object): Seen => ({ kind: 'policy', object })),
      ...read.assignments.map((object): Seen => ({ kind: 'assignment', object })),
      ...read.certificates.map((object): Seen => ({ kind: 'certificate', object })),
      ...read.quotes.map((object): Seen => ({ kind: 'quote', object })),
      ...read.sessions.map((object): Seen => ({ kind: 'session', object })),
      ...invoices.found.map((object): Seen => ({ kind: 'invoice', object })),
    ],
    gone: [...read.gone, ...invoices.gone],
    unread: read.unread,
  };
}

/** What an application came to is told by its policy. */
const isOpen = (state: string | null) => state === 'applying' || state === null || state === 'in_review';

const standing = (items: readonly { id: string; gone: boolean }[] | undefined): string[] =>
  (items ?? []).flatMap(({ id, gone }) => (gone ? [] : [id]));

/** They prove nothing, so the latest of them will do. */
async function readInvoices(api: PolicyApi, contractorId: string, known: readonly string[]) {
  const listed = own(await api.listInvoices({ limit: PAGE, contractor: contractorId }), contractorId);
  const ids = new Set(listed.map(({ id }) => id));
  const gone: { kind: 'invoice'; id: string }[] = [];
  const again = known
    .filter((id) => !ids.has(id))
    .slice(0, READ_AGAIN)
    .map(async (id): Promise<Invoice[]> => {
      try {
        return [await api.getInvoice(id)];
      } catch (error) {
        if (!isUnknownObject(error)) throw error;
        gone.push({ kind: 'invoice', id });
        return [];
      }
    });
  const found = [...listed, ...(await Promise.all(again)).flat()];
  return { found, gone };
}
