/** What goes wrong between the two programs, and how nothing is lost by it. */
import type { Scenario } from '../scenario';
import { onboard } from '../walk';
import { finish } from './applications';

const webhookLost: Scenario = {
  name: 'webhook-lost',
  title: 'Webhook lost, then found',
  brief: 'nothing is missed',
  about: 'Deliveries are dropped. The app reads the events API, and catches up.',
  say: 'Missing a message is not missing cover.',
  seen: '{who} is insured, and the webhooks that say so were lost. This page does not claim what it has not heard.',
  tone: 'warning',
  seconds: 15,
  prepare: async (kit) => {
    const cast = await onboard(kit, { person: 8 });
    await kit.sandbox.setWebhookFaults({ drop_rate: 1 });
    try {
      await kit.sandbox.act('applications', await kit.session(cast.onboarding), 'complete');
    } finally {
      // Those are lost for good; the next ones come again.
      await kit.sandbox.switchFaultsOff();
    }
    return { path: kit.paths.onboarding(cast.onboarding), cast };
  },
  moments: [
    {
      press: 'Read the events API',
      seen: 'The missed events were picked up. The app looks by itself too: at its start, and every few minutes.',
      act: async (kit, cast) => {
        const { onboarding = '' } = cast;
        await kit.press(kit.paths.sync(onboarding));
        return { path: kit.paths.onboarding(onboarding), cast };
      },
    },
  ],
};

const vendorDown: Scenario = {
  name: 'vendor-down',
  title: 'Vendor down',
  brief: 'errors that help',
  about: 'The API answers 503. Nothing is lost, and the page says what to do.',
  say: 'See the code, the request id and the fix.',
  seen: 'The API answers 503 to every call. The page says what failed, and what to do; what was saved is still there.',
  tone: 'warning',
  seconds: 10,
  prepare: async (kit) => {
    const cast = await onboard(kit, { person: 9, until: 'job' });
    await kit.sandbox.addApiFault({ fault: 'error', status: 503 });
    return { path: kit.paths.step(cast.onboarding, 'quote'), cast };
  },
  moments: [
    {
      press: 'Let the API come back, and quote',
      seen: 'The API is back, and the quote is there. Nothing had to be typed again.',
      act: async (kit, cast) => {
        const { onboarding = '' } = cast;
        await kit.sandbox.switchFaultsOff();
        await kit.step(onboarding, 'quote', { coverage_type: ['general', 'workers-comp'] });
        return { path: kit.paths.step(onboarding, 'quote'), cast };
      },
    },
    {
      press: 'Let {who} apply, sign and pay',
      seen: 'policy.active has come: {who} is insured after all.',
      act: async (kit, cast) => {
        const { onboarding = '' } = cast;
        await kit.step(onboarding, 'application');
        await finish(kit, cast);
        return { path: kit.paths.onboarding(onboarding), cast };
      },
    },
  ],
};

export const FAILURE_SCENARIOS = { 'webhook-lost': webhookLost, 'vendor-down': vendorDown };
