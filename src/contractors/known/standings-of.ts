/** Works out where the coverage of a contractor stands, for each job, at a moment. */
import { coverageOf } from '../../coverage/coverage-of';
import type { Facts } from '../../coverage/facts';
import { SOON_SECONDS, standingStateOf, urgencyOf, type StandingState } from '../../coverage/standing-states';
import type { StandingRow } from '../../store/standings';
import type { AllOfContractor } from './all-of';
import { factsOf } from './facts-of';

/** The jobs of a contractor: quoted, assigned, invoiced, or chosen in an onboarding. */
export function jobsOf(all: AllOfContractor): string[] {
  const { quotes, assignments, invoices, onboardings } = all;
  const ids = [...quotes, ...assignments, ...invoices, ...onboardings].map(({ jobId }) => jobId);
  return [...new Set(ids.filter((id) => id !== null))].sort();
}

/** The standing for each job, and for none where there is none. `at`: epoch seconds. */
export function standingsOf(
  all: AllOfContractor,
  name: string | null,
  at: number,
): Omit<StandingRow, 'updated_at'>[] {
  const jobs = jobsOf(all);
  const known: (string | null)[] = jobs.length > 0 ? jobs : [null];
  return known.map((job) => {
    const facts = factsOf(all, job);
    const coverage = coverageOf(facts, { at, job });
    const [from, until] = datesOf(all, job);
    const state = all.contractor.gone ? 'gone' : standingStateOf(coverage, at, until);
    const object = job === null ? undefined : all.jobs.get(job);
    const entity = all.entities.get(object?.entityId ?? '');
    return {
      contractor_id: all.contractor.id,
      job_id: job ?? '',
      onboarding_id: all.onboardings.find(({ jobId }) => jobId === job)?.id ?? null,
      contractor_name: name,
      job_name: object?.name ?? null,
      entity_name: entity?.name ?? null,
      sort_name: sortName(name, all.contractor.id),
      state,
      urgency: urgencyOf(state),
      from_seconds: coverage.from,
      until_seconds: coverage.until,
      job_from_seconds: from,
      job_until_seconds: until,
      changes_at_seconds: nextChange(facts, at),
    };
  });
}

/** Where it stands for whatever job. */
export function overallOf(
  all: AllOfContractor,
  at: number,
): { state: StandingState; from: number | null; until: number | null } {
  const coverage = coverageOf(factsOf(all), { at });
  const state = all.contractor.gone ? 'gone' : standingStateOf(coverage, at);
  return { state, from: coverage.from, until: coverage.until };
}

/** How lists are ordered: by name, without case; those without a name by their id, after the others. */
export const sortName = (name: string | null, id: string): string =>
  (name ?? `~${id}`).toLowerCase().slice(0, 100);

/** The dates of a job, by its latest assignment or quote: jobs have none of their own. */
function datesOf(
  { assignments, quotes }: AllOfContractor,
  job: string | null,
): [number | null, number | null] {
  const ofJob = (one: { jobId: string | null; gone: boolean }) =>
    one.jobId === job && job !== null && !one.gone;
  const bound = assignments.find((one) => ofJob(one) && one.bind && one.cancelled !== true);
  const { from = null, until = null } = bound ?? quotes.find(ofJob) ?? assignments.find(ofJob) ?? {};
  return [from, until];
}

/** The next moment at which time alone may change what covers; null when none is known. */
function nextChange({ policies, assignments, certificates }: Facts, at: number): number | null {
  const covers = [...policies, ...assignments, ...certificates.flatMap(({ lines }) => lines)];
  const times = covers.flatMap(({ from, until }) => [
    from,
    until,
    until === null ? null : until - SOON_SECONDS + 1,
  ]);
  const later = times.filter((time) => time !== null && time > at) as number[];
  return later.length === 0 ? null : Math.min(...later);
}
