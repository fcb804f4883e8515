/** What becomes of an application: finished, refused, reviewed, left, or let expire. */
import type { Kit } from '../kit';
import type { Cast, Moment, Scenario, Stand } from '../scenario';
import { onboard } from '../walk';

const idOf = ({ onboarding }: Cast): string => onboarding ?? '';
const overview = ({ paths }: Kit, cast: Cast): Stand => ({ path: paths.onboarding(idOf(cast)), cast });
const application = ({ paths }: Kit, cast: Cast): Stand => ({
  path: paths.step(idOf(cast), 'application'),
  cast,
});

/** Something that the contractor, or the insurer, does with the application; the app hears of it. */
async function happens(kit: Kit, cast: Cast, act: string): Promise<void> {
  await kit.sandbox.act('applications', await kit.session(idOf(cast)), act);
  await kit.settled();
}

/** The contractor finishes the application. */
export const finish = (kit: Kit, cast: Cast): Promise<void> => happens(kit, cast, 'complete');

const signAndPay = (press: string): Moment => ({
  press,
  seen: 'policy.active has come: the policy is issued, with its certificates. Nobody typed anything.',
  act: async (kit, cast) => {
    await finish(kit, cast);
    return overview(kit, cast);
  },
});

const covered: Scenario = {
  name: 'covered',
  title: 'Covered in 60 seconds',
  brief: 'from nothing to active',
  about: 'Contractor, entity, job and quote are made. They sign and pay, and the policy is there.',
  say: 'Two presses, real calls, and the event is the proof.',
  seen: 'The application of {who} is ready. The link leads to the insurer’s own pages.',
  tone: 'success',
  seconds: 60,
  prepare: async (kit) => application(kit, await onboard(kit, { person: 0 })),
  moments: [signAndPay('Let {who} sign and pay')],
};

const refused: Scenario = {
  name: 'refused',
  title: 'Refused',
  brief: 'and what to offer then',
  about: 'The insurer says no in the application. The quote page offers other cover.',
  say: 'A refusal is an answer, not a dead end.',
  seen: 'The insurer has refused {who}, and application.ineligible has come. Another quote is possible.',
  tone: 'danger',
  seconds: 15,
  prepare: async (kit) => {
    const cast = await onboard(kit, { person: 3 });
    await happens(kit, cast, 'refuse');
    return { path: kit.paths.step(cast.onboarding, 'quote'), cast };
  },
  moments: [
    {
      press: 'Offer general liability alone',
      seen: 'The same contractor and job, with other cover: a new quote, and a new application.',
      act: async (kit, cast) => {
        await kit.step(idOf(cast), 'quote', { coverage_type: ['general'] });
        await kit.step(idOf(cast), 'application');
        return application(kit, cast);
      },
    },
    signAndPay('Let {who} sign and pay'),
  ],
};

const review: Scenario = {
  name: 'review',
  title: 'Manual review',
  brief: 'a person decides',
  about: 'A person decides. The sandbox’s clock brings the answer a day forward.',
  say: 'Nobody has to remember to look.',
  seen: '{who} answered yes to a question, so somebody at the insurer looks at it. There is nothing to do here.',
  tone: 'info',
  seconds: 20,
  prepare: async (kit) => {
    const cast = await onboard(kit, { person: 4 });
    await happens(kit, cast, 'review');
    return overview(kit, cast);
  },
  moments: [
    {
      press: 'Let a day pass',
      seen: 'A day later the review was approved, then {who} signed and paid: this page heard of both by itself.',
      act: async (kit, cast) => {
        await kit.sandbox.moveClock('24h');
        // Approved, the application goes on where it stopped: with the contractor.
        await finish(kit, cast);
        return overview(kit, cast);
      },
    },
  ],
};

const resumed: Scenario = {
  name: 'resumed',
  title: 'Abandoned and resumed',
  brief: 'two days later',
  about: 'The contractor closes the window at the signature, and comes back two days later.',
  say: 'They go on where they stopped.',
  seen: '{who} left two days ago, at the signature. The link still works, and leads to that very page.',
  tone: 'info',
  seconds: 20,
  prepare: async (kit) => {
    const cast = await onboard(kit, { person: 6 });
    await happens(kit, cast, 'abandon');
    await kit.sandbox.moveClock('2d');
    return application(kit, cast);
  },
  moments: [signAndPay('Let {who} come back and finish')],
};

const expired: Scenario = {
  name: 'expired',
  title: 'Expired',
  brief: 'a new link',
  about: 'The link ran out. One press makes a new session for the same quote.',
  say: 'Old links cannot buy anything.',
  seen: 'The session of {who} has expired. Its link is dead; a new one takes one press, here or on the page.',
  tone: 'warning',
  seconds: 10,
  prepare: async (kit) => {
    const cast = await onboard(kit, { person: 7 });
    await happens(kit, cast, 'expire');
    return application(kit, cast);
  },
  moments: [
    {
      press: 'Make a new session',
      seen: 'A new link for the same quote: nothing was typed again.',
      act: async (kit, cast) => {
        await kit.step(idOf(cast), 'application');
        return application(kit, cast);
      },
    },
    signAndPay('Let {who} sign and pay'),
  ],
};

export const APPLICATION_SCENARIOS = { covered, refused, review, resumed, expired };
