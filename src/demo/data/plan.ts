/** The demo set: who came when, and what became of them. The same seed gives the same set. */
import { COMPANIES, workAt } from '../../onboarding/journey/test-work';
import type { Kit } from '../kit';
import type { Cast } from '../scenario';
import { askForJob, bind, upload } from '../scenarios/contractors';
import { onboard, type Plan } from '../walk';
import { chance } from './chance';

/** Something that happened. */
export interface Event {
  /** Days ago, by the sandbox's clock. */
  ago: number;
  /** `now`: the sandbox's clock, in epoch seconds. */
  act: (kit: Kit, now: number) => Promise<void>;
}

const DAY = 86_400;
export const DAYS = 90;
export const CONTRACTORS = 40;
const dateIn = (now: number, days: number) => new Date((now + days * DAY) * 1000).toISOString().slice(0, 10);

type Act = (kit: Kit, cast: Cast) => Promise<unknown>;
const application =
  (act: string): Act =>
  async (kit, { onboarding = '' }) =>
    kit.sandbox.act('applications', await kit.session(onboarding), act);

/** What becomes of a contractor: how far the operator went, what follows, and how many days cover lasts. */
interface Ending {
  until?: Plan['until'];
  /** When they came, days ago: at least and at most. */
  came: readonly [number, number];
  then?: Act;
  days?: number;
  /** Later jobs, so many days ago each. */
  jobs?: readonly number[];
  /** What becomes of the last of them, in the place of its charge. */
  last?: Act;
}

const complete = application('complete');
const failCharge: Act = async (kit, cast) => kit.sandbox.act('assignments', await bind(kit, cast), 'fail');
const times = (count: number, ending: Ending): Ending[] => Array.from({ length: count }, () => ending);

const ENDINGS: readonly Ending[] = [
  ...times(5, { came: [60, 89], then: complete }),
  ...times(4, { came: [40, 85], then: complete, days: 300, jobs: [24, 9] }),
  ...times(4, { came: [30, 80], then: complete, days: 250, jobs: [20, 12] }),
  ...times(2, { came: [20, 60], then: complete, days: 200, jobs: [6] }),
  { came: [30, 50], then: complete, days: 200, jobs: [1.5], last: failCharge },
  { came: [30, 50], then: complete, days: 200, jobs: [0.3] },
  ...times(3, { came: [2, 25], then: complete }),
  { came: [20, 30], then: async (kit, cast) => (await complete(kit, cast), cancel(kit, cast)), days: 200 },
  ...times(3, { came: [3, 50], then: application('refuse') }),
  ...times(2, { came: [0.2, 0.7], then: application('review') }),
  ...times(2, { came: [35, 70], then: application('abandon') }),
  { came: [2, 10], then: application('expire') },
  ...times(2, { came: [0.4, 6], then: application('abandon') }),
  ...times(2, { came: [0.2, 4] }),
  ...times(2, { came: [0.3, 8], until: 'quote' }),
  { came: [0.5, 5], until: 'job' },
  { came: [0.5, 5], until: 'entity' },
  { came: [0.1, 3], until: 'contractor' },
  ...times(2, { came: [5, 40], until: 'job', then: (kit, cast) => upload(kit, cast, 'certificate-complete.pdf') }),
  { came: [0.5, 9], until: 'job', then: (kit, cast) => upload(kit, cast, 'certificate-flagged.pdf') },
];

async function cancel(kit: Kit, { contractor = '' }: Cast): Promise<void> {
  const [policy] = await kit.api.listContractorPolicies(contractor);
  if (policy) await kit.sandbox.act('policies', policy.id, 'cancel');
}

/** All that happened, the oldest first. */
export function demoPlan(seed: number): Event[] {
  const draw = chance(seed);
  const events = ENDINGS.slice(0, CONTRACTORS).flatMap((ending, person) => storyOf(ending, person, draw));
  return events.sort((a, b) => b.ago - a.ago);
}

function storyOf(ending: Ending, person: number, draw: () => number): Event[] {
  const { came, until, then, days, jobs = [], last } = ending;
  const company = person % COMPANIES.length;
  const [from, to] = came;
  let cast: Cast = { who: '' };
  const first: Event = {
    ago: from + (to - from) * draw(),
    act: async (kit, now) => {
      const end = days === undefined ? {} : { end: dateIn(now, days) };
      const entity = COMPANIES[company] ?? {};
      const coverage = [entity['required_coverage'] ?? []].flat();
      const plan: Plan = { person, entity, job: workAt(company, person), coverage, ...end };
      cast = await onboard(kit, { ...plan, ...(until && { until }) });
      await then?.(kit, cast);
    },
  };
  const later = jobs.map((ago, index): Event => {
    const finish = index === jobs.length - 1 ? (last ?? bind) : bind;
    // The same kind of work as the first: a policy covers no other.
    const work = workAt(company, person + 3 * (14 + index));
    return { ago: ago + draw() / 10, act: async (kit) => void (await finish(kit, await askForJob(kit, cast, work))) };
  });
  return [first, ...later];
}
