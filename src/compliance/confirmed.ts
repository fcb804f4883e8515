import type { Seen } from '../contractors/known/read-all';
import type { Facts, PolicyFact } from '../coverage/facts';
import { assignmentFact, certificateFact, policyFact } from '../coverage/facts-from-api';

/**
 * Of what is known, what the API has just confirmed: whatever it did not name, or says less of, proves nothing. Events
 * and answers of one second cannot be put in order, so an answer that says no counts, whatever came before or after.
 */
export function confirmed(facts: Facts, seen: readonly Seen[]): Facts {
  const read = new Map(seen.map((one) => [`${one.kind} ${one.object.id}`, one]));
  return {
    ...facts,
    policies: facts.policies.map((policy) => {
      const one = read.get(`policy ${policy.id}`);
      if (one?.kind !== 'policy') return { ...policy, cancelled: worse(policy.cancelled, null) };
      return { ...policy, ...within(policy, policyFact(one.object, null)) };
    }),
    assignments: facts.assignments.map((assignment) => {
      const one = read.get(`assignment ${assignment.id}`);
      if (one?.kind !== 'assignment') return { ...assignment, cancelled: worse(assignment.cancelled, null) };
      return { ...assignment, ...within(assignment, assignmentFact(one.object, { active: true })) };
    }),
    certificates: facts.certificates.map((certificate) => {
      const one = read.get(`certificate ${certificate.id}`);
      const said = one?.kind === 'certificate' ? certificateFact(one.object).status : null;
      return said === certificate.status ? certificate : { ...certificate, status: said ?? null };
    }),
  };
}

/** Cancelled counts for more than not known, and that for more than standing. */
const worse = (one: boolean | null, other: boolean | null): boolean | null =>
  one === true || other === true ? true : one === null || other === null ? null : false;

type Standing = Pick<PolicyFact, 'cancelled' | 'from' | 'until'>;

/** What both allow. */
const within = (one: Standing, other: Standing): Standing => ({
  cancelled: worse(one.cancelled, other.cancelled),
  from: known(Math.max, one.from, other.from),
  until: known(Math.min, one.until, other.until),
});

function known(choose: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : choose(a, b);
}
