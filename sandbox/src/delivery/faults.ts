import { z } from 'zod';
import type { Kept } from '../kept-settings';

const shareText = 'Must be a share from 0 (never) to 1 (always).';
const share = z.number(shareText).min(0, shareText).max(1, shareText).default(0);
const dropText = 'Must be a whole number of deliveries, at most 1000.';
const delayText = 'Must be a whole number of seconds, at most 604800 (a week).';

/** What can go wrong with webhooks. Everything left out is off. */
export const webhookFaultsSchema = z.strictObject(
  {
    /** New deliveries wait this long on the sandbox clock. */
    delay_seconds: z.int(delayText).min(0, delayText).max(604_800, delayText).default(0),
    duplicate_rate: share,
    drop_rate: share,
    /** Counts down as deliveries are dropped. */
    drop_next: z.int(dropText).min(0, dropText).max(1000, dropText).default(0),
    bad_signature_rate: share,
    /** New deliveries are gathered for two seconds and sent newest first. */
    reorder: z.boolean('Must be true or false.').default(false),
  },
  'Send an object of webhook faults.',
);
export type WebhookFaults = z.output<typeof webhookFaultsSchema>;

export const noWebhookFaults: WebhookFaults = webhookFaultsSchema.parse({});

export const webhookFaults = ({ switches }: { switches: { webhookFaults: Kept<WebhookFaults> } }) =>
  switches.webhookFaults.current();

/** Whether a delivery is lost; of the next few that are to be lost, it is one less then. */
export function isDropped(context: {
  random: () => number;
  switches: { webhookFaults: Kept<WebhookFaults> };
}): boolean {
  const faults = webhookFaults(context);
  if (faults.drop_next === 0) return happens(context, faults.drop_rate);
  context.switches.webhookFaults.set({ ...faults, drop_next: faults.drop_next - 1 });
  return true;
}

/** True that often. */
export const happens = ({ random }: { random: () => number }, rate: number): boolean =>
  rate > 0 && random() < rate;
