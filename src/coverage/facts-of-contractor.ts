/** The facts of one contractor, gathered from the API: for whoever keeps nothing of it but what events told. */
import { assignmentFact, applicationFact, certificateFact, policyFact } from './facts-from-api';
import type { Facts } from './facts';
import { own, readContractor, type ContractorApi, type ContractorObjects } from './read-contractor';
import { applicationsThatCount, assignmentsThatCount, quotesThatCount } from './that-count';

export interface FactsOptions {
  /** Applications and quotes count for this job alone; null or left out: for any. */
  job?: string | null | undefined;
  /**
   * The assignments of the contractor for which the event `assignment.active` came, by their ids, the latest first: the
   * API tells of it by events alone, and without it no assignment is proof.
   */
  active?: readonly string[] | undefined;
  /** The application sessions made for the contractor, by their ids, the latest first; others are not looked for. */
  sessions?: readonly string[] | undefined;
  /** So many pages of 100 are read of the assignments of the whole account, and of its certificates. Default: 20. */
  accountPages?: number | undefined;
}

export interface GatheredFacts {
  /** For `coverageOf` and `gateOf`. */
  facts: Facts;
  /**
   * Whether all was read. What was not proves nothing, and takes nothing from what is proven: the facts may be used, but
   * a no may be one for that alone.
   */
  complete: boolean;
  /** What was not read to its end, in sentences to the operator; empty where it is complete. */
  unread: string[];
}

/** So many objects of a kind are read one by one at most. */
const ALONE = 100;

/**
 * All that `coverageOf` needs to know of one contractor: policies with what their quotes say, assignments with the policy
 * of each, certificates with their reviews, and the applications named. Lists are read to their end, or to the bound,
 * which is then said. It takes a call for each page and for each object of the contractor that is read alone. Rests on
 * the pages "Pagination", "Repeat coverage", "Assignment" and "Working with review results", and on the list of a
 * contractor's policies that the vendor's Python SDK has.
 * @throws PolicyApiError where any call fails: nothing is known then, which is a no. With status 404 where there is no
 * such contractor
 */
export async function factsOfContractor(
  api: ContractorApi,
  contractorId: string,
  { job = null, active = [], sessions = [], accountPages = 20 }: FactsOptions = {},
): Promise<GatheredFacts> {
  const known = { assignments: active, sessions };
  const objects = await readContractor(api, contractorId, known, { accountPages, alone: ALONE });
  const { unread } = objects;
  return {
    facts: factsIn(objects, contractorId, job, new Set(active)),
    complete: unread.length === 0,
    unread,
  };
}

function factsIn(
  objects: ContractorObjects,
  contractorId: string,
  job: string | null,
  active: ReadonlySet<string>,
): Facts {
  const quoteOf = new Map(objects.quotes.map((quote) => [quote.id, quote]));
  const policies = objects.policies.map((policy) => ({ ...policy, quoteId: policy.quote }));
  const quotes = objects.quotes.map((quote) => ({ ...quote, jobId: quote.job }));
  const assignments = own(objects.assignments, contractorId).map((one) => ({
    ...one,
    jobId: one.job,
    gone: false,
  }));
  const applications = objects.sessions.map((session) => ({ ...session, quoteId: session.quote }));
  const read = new Set(objects.policies.map(({ id }) => id));
  const unknown = new Set(
    assignments.map(({ policy }) => policy).filter((id) => id !== null && !read.has(id)),
  );
  return {
    policies: [
      ...policies.map((policy) => policyFact(policy, quoteOf.get(policy.quoteId ?? '') ?? null)),
      // An assignment names it, which is no clearer than its policy.
      ...[...unknown].map((id) => ({ id, cancelled: null, from: null, until: null, coverage: null })),
    ],
    assignments: assignmentsThatCount(assignments).map((one) =>
      assignmentFact(one, { active: active.has(one.id) }),
    ),
    certificates: own(objects.certificates, contractorId).map(certificateFact),
    applications: [
      ...applicationsThatCount(applications, { policies, quotes }, job).map(applicationFact),
      ...objects.gone.filter(({ kind }) => kind === 'session').map(() => 'application_gone' as const),
    ],
    quotes: quotesThatCount(quotes, policies, job),
  };
}
