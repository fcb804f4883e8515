import { z } from 'zod';
import { hostNameOf, isHostWithPort } from '../../lib/hosts';
import type { Database } from './database';
import { kept, type Kept } from './kept-settings';

const hostsText =
  'Must be a list of at most 100 host names, such as app.example.com or 127.0.0.1:3000, without https:// and path.';
const secondsText = 'Must be a whole number of seconds, at most 604800 (a week).';
const daysText = 'Must be a whole number of days, from 1 to 3650.';

/**
 * Settings of the organisation whose account this is: what the vendor sets on its dashboard or by its support, and
 * what it decides without telling. No call of the API shows them.
 */
export const organisationSchema = z.strictObject(
  {
    /** "For the whole organisation": no contractor pays by card (vendor guide "Payments"). */
    withhold_premium: z.boolean('Must be true or false.'),
    /** The vendor's `hosted_flow_allowed_redirect_hosts`: where a payment session may lead back to. */
    return_hosts: z
      .array(z.string(hostsText).refine(isHostWithPort, hostsText), hostsText)
      .max(100, hostsText),
    /** From the end of an application until its policy is issued. */
    issuance_seconds: z.int(secondsText).min(0, secondsText).max(604_800, secondsText),
    /** How long an application counts for later assignments. */
    application_valid_days: z.int(daysText).min(1, daysText).max(3650, daysText),
  },
  'Send an object of settings.',
);
export type Organisation = z.output<typeof organisationSchema>;

export const usualOrganisation: Organisation = {
  withhold_premium: false,
  return_hosts: ['localhost', '127.0.0.1', '[::1]'],
  issuance_seconds: 0,
  application_valid_days: 365,
};

export const keptOrganisation = (database: Database): Kept<Organisation> =>
  kept(database, 'organisation', organisationSchema, usualOrganisation);

/** "Host exactly equal to an allowlist entry". An entry without a port stands for all of them (our choice). */
export function isReturnHost(entries: readonly string[], url: URL): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return entries.some((entry) => {
    const named = /:(\d+)$/.exec(entry.replace(/^\[[^\]]*\]/, ''))?.[1];
    return hostNameOf(entry) === url.hostname && (named === undefined || named === port);
  });
}
