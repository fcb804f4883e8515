import { z } from 'zod';
import type { SandboxContext } from '../context';
import { readSetting, writeSetting } from '../kept-settings';

const shareText = 'Must be a share from 0 (never) to 1 (always).';
const share = z.number(shareText).min(0, shareText).max(1, shareText).default(0);
const flag = z.boolean('Must be true or false.').default(false);
const delayText = 'Must be a whole number of seconds, at most 604800 (a week).';

/** What can go wrong with webhooks, and the payloads seen in older documentation. Everything left out is off. */
export const webhookFaultsSchema = z.strictObject(
  {
    /** New deliveries wait this long on the sandbox clock. */
    delay_seconds: z.int(delayText).min(0, delayText).max(604_800, delayText).default(0),
    duplicate_rate: share,
    drop_rate: share,
    bad_signature_rate: share,
    /** New deliveries are gathered for two seconds and sent newest first. */
    reorder: flag,
    /** The resource at `data.object` (vendor guides on certificates). */
    data_object: flag,
    /** No `id` of the event (samples of the vendor's guides). */
    no_event_id: flag,
    /** Dates inside `data` as ISO text without zone (an older version of a vendor sample). */
    iso_dates: flag,
  },
  'Send an object of webhook faults.',
);
export type WebhookFaults = z.output<typeof webhookFaultsSchema>;

export const noWebhookFaults: WebhookFaults = webhookFaultsSchema.parse({});

const name = 'webhook_faults';

export function webhookFaults({ database }: SandboxContext): WebhookFaults {
  const kept = readSetting(database, name);
  return kept === undefined ? noWebhookFaults : webhookFaultsSchema.parse(JSON.parse(kept));
}

export const setWebhookFaults = ({ database }: SandboxContext, faults: WebhookFaults): void =>
  writeSetting(database, name, JSON.stringify(faults));

/** True that often. */
export const happens = (rate: number): boolean => Math.random() < rate;
