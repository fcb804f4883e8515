import { coverageOf, type CoverageNow } from '../../coverage/coverage-of';
import { contractorWordsOf, tagOf, type StateTag } from '../../onboarding/journey/state-words';
import { applicationUrl } from '../../quote/application-url';
import { day } from '../../lib/dates';
import type { AllOfContractor } from '../known/all-of';
import { factsOf } from '../known/facts-of';
import { jobsOf } from '../known/standings-of';

export interface OwnLink {
  href: string;
  text: string;
}

/** What a contractor is told of one job: whether they are covered, from when to when, and what they must do. */
export interface OwnJob {
  /** Null: what they have whatever the job. */
  name: string | null;
  tag: StateTag;
  heading: string;
  text: string;
  from: string | null;
  until: string | null;
  documents: OwnLink[];
  action: OwnLink | null;
}

interface Asked {
  /** Epoch seconds. */
  at: number;
  applicationHosts: readonly string[];
  /** Where another card is given. */
  cardHref: string;
}

/** The jobs of a contractor, what covers now or will first. Nothing personal: the names of the jobs alone. */
export function ownJobs(all: AllOfContractor, asked: Asked): OwnJob[] {
  const jobs = jobsOf(all);
  const known: (string | null)[] = jobs.length > 0 ? jobs : [null];
  const standing = known.map((job) => ({ job, now: coverageOf(factsOf(all, job), { at: asked.at, job }) }));
  const shown = standing
    .sort((a, b) => placeOf(a.now) - placeOf(b.now) || (b.now.from ?? 0) - (a.now.from ?? 0))
    .map(({ job, now }) => ownJob(all, job, now, asked));
  const optIn = all.sessions.find((one) => one.isGeneralOptIn && one.state === 'applying');
  // An application without a job is to be finished, whatever covers their jobs; where there is none, it is said already.
  return optIn && jobs.length > 0 ? [...shown, ownJob(all, null, APPLYING, asked)] : shown;
}

const APPLYING = { state: 'applying', covered: false, from: null, until: null } as const;

const placeOf = ({ state }: Pick<CoverageNow, 'state'>) => {
  const order = ['covered', 'partly_covered', 'covered_from'];
  if (order.includes(state)) return order.indexOf(state);
  return ['expired', 'cancelled', 'refused'].includes(state) ? order.length + 1 : order.length;
};

function ownJob(
  all: AllOfContractor,
  job: string | null,
  now: Pick<CoverageNow, 'state' | 'covered' | 'from' | 'until'>,
  asked: Asked,
): OwnJob {
  const { heading, text } = contractorWordsOf(now);
  return {
    name: job === null ? null : (all.jobs.get(job)?.name ?? job),
    tag: tagOf(now, asked.at),
    heading,
    text,
    from: day(now.from),
    until: day(now.until),
    documents: now.covered || now.state === 'covered_from' ? documentsOf(all, job, asked.at) : [],
    action: actionOf(all, job, now, asked),
  };
}

/** The certificates of what covers the job: of its assignment once it is active, else of its policy. */
function documentsOf(all: AllOfContractor, job: string | null, at: number): OwnLink[] {
  const holds = ({ until, gone }: { until: number | null; gone: boolean }) =>
    !gone && (until === null || until > at);
  const assignment = all.assignments.find((one) => one.jobId === job && one.active && holds(one));
  const policy = all.policies.find((one) => one.jobId === job && one.status === 'active' && holds(one));
  const { glUrl = null, wcUrl = null } = assignment ?? policy ?? {};
  return [
    { href: glUrl, text: 'General liability certificate' },
    { href: wcUrl, text: 'Workers’ compensation certificate' },
  ].filter((link): link is OwnLink => link.href !== null && /^https?:\/\//.test(link.href));
}

function actionOf(
  all: AllOfContractor,
  job: string | null,
  { state }: Pick<CoverageNow, 'state'>,
  { applicationHosts, cardHref }: Asked,
): OwnLink | null {
  if (state === 'charge_failed') return { href: cardHref, text: 'Give another card' };
  if (state !== 'applying') return null;
  const jobOfQuote = new Map(all.quotes.map(({ id, jobId }) => [id, jobId]));
  const session = all.sessions.find(
    (one) => one.state === 'applying' && (jobOfQuote.get(one.quoteId ?? '') ?? null) === job,
  );
  try {
    return session
      ? { href: applicationUrl(session.url, applicationHosts), text: 'Go on with the application' }
      : null;
  } catch {
    return null;
  }
}
