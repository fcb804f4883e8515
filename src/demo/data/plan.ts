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
  /** In how many days cover begins. */
  from?: number;
  /** Later jobs, so many days ago each. */
  jobs?: readonly number[];
  /** What becomes of the last of them, in the place of its charge. */
  last?: Act;
}

const complete = application('complete');
const failCharge: Act = async (kit, cast) => kit.sandbox.act('assignments', await bind(kit, cast), 'fail');
const times = (count: number, ending: Ending): Ending[] => Array.from({ length: count }, () => ending);

/** The policy comes later than the end of the application. */
const completeSlowly: Act = async (kit, cast) => {
  await kit.sandbox.issueAfter(2 * DAY);
  await complete(kit, cast).finally(() => kit.sandbox.issueAfter(0));
};
const certificate =
  (file: string): Act =>
  (kit, cast) =>
    upload(kit, cast, `certificate-${file}.pdf`);
/** Of two kinds of cover that are asked for, it shows one. */
const approveWithoutWorkersComp: Act = async (kit, cast) =>
  kit.sandbox.act('certificates', await upload(kit, cast, 'certificate-no-wc.pdf'), 'approve');

/** For each contractor; their places decide the companies, of which the first asks for workers' compensation. */
const ENDINGS: readonly Ending[] = [
  ...times(4, { came: [60, 89], then: complete }),
  ...times(4, { came: [40, 85], then: complete, days: 300, jobs: [24, 9] }),
  ...times(4, { came: [30, 80], then: complete, days: 250, jobs: [20, 12] }),
  ...times(2, { came: [20, 60], then: complete, days: 200, jobs: [15, 6] }),
  { came: [30, 50], then: complete, days: 200, jobs: [1.5], last: failCharge },
  { came: [30, 50], then: complete, days: 200, jobs: [0.3] },
  ...times(2, { came: [2, 25], then: complete }),
  { came: [1, 4], then: complete, from: 12, days: 60 },
  { came: [20, 30], then: async (kit, cast) => (await complete(kit, cast), cancel(kit, cast)), days: 200 },
  ...times(2, { came: [3, 50], then: application('refuse') }),
  ...times(2, { came: [0.2, 0.7], then: application('review') }),
  { came: [0.3, 0.7], then: completeSlowly },
  ...times(2, { came: [35, 70], then: application('abandon') }),
  { came: [2, 10], then: application('expire') },
  ...times(2, { came: [0.4, 6], then: application('abandon') }),
  ...times(2, { came: [0.2, 4] }),
  { came: [0.3, 8], until: 'quote' },
  { came: [0.5, 5], until: 'job' },
  { came: [0.5, 5], until: 'entity' },
  { came: [4, 12], until: 'quote', then: approveWithoutWorkersComp },
  { came: [5, 40], until: 'job', then: certificate('complete') },
  { came: [0.5, 9], until: 'job', then: certificate('flagged') },
  { came: [0.5, 9], until: 'job', then: certificate('denied') },
  { came: [0.1, 3], until: 'contractor' },
];

async function cancel(kit: Kit, { contractor = '' }: Cast): Promise<void> {
  const [policy] = await kit.api.listContractorPolicies(contractor);
  if (policy) await kit.sandbox.act('policies', policy.id, 'cancel');
}

/** All that happened, the oldest first. */
export function demoPlan(seed: number): Event[] {
  const draw = chance(seed);
  const events = ENDINGS.flatMap((ending, person) => storyOf(ending, person, draw));
  return events.sort((a, b) => b.ago - a.ago);
}

function storyOf(ending: Ending, person: number, draw: () => number): Event[] {
  const { came, until, then, days, from, jobs = [], last } = ending;
  const company = person % COMPANIES.length;
  const [earliest, latest] = came;
  let cast: Cast = { who: '' };
  const first: Event = {
    ago: earliest + (latest - earliest) * draw(),
    act: async (kit, now) => {
      const end = days === undefined ? {} : { end: dateIn(now, days) };
      const start = from === undefined ? {} : { start: dateIn(now, from) };
      const entity = COMPANIES[company] ?? {};
      const coverage = [entity['required_coverage'] ?? []].flat();
      const plan: Plan = { person, entity, job: workAt(company, person), coverage, ...start, ...end };
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
