import { apiFaultsSchema, noApiFaults, type ApiFaults } from './api-faults/schema';
import type { Database } from './database';
import { noWebhookFaults, webhookFaultsSchema, type WebhookFaults } from './delivery/faults';
import { kept, type Kept } from './kept-settings';
import { noVariants, variantsSchema, type Variants } from './variants/schema';

/** Everything that makes the sandbox behave unlike the documented API at its best. */
export interface Switches {
  readonly apiFaults: Kept<ApiFaults>;
  readonly webhookFaults: Kept<WebhookFaults>;
  readonly variants: Kept<Variants>;
}

export const createSwitches = (database: Database): Switches => ({
  apiFaults: kept(database, 'api_faults', apiFaultsSchema, noApiFaults),
  webhookFaults: kept(database, 'webhook_faults', webhookFaultsSchema, noWebhookFaults),
  variants: kept(database, 'variants', variantsSchema, noVariants),
});

const all = ({ apiFaults, webhookFaults, variants }: Switches) => [apiFaults, webhookFaults, variants];

/** The names of what is on, in words; empty when the sandbox behaves as documented. */
export function whatIsOn({ apiFaults, webhookFaults, variants }: Switches): string {
  const names = [
    ...(apiFaults.isOn() ? ['API faults'] : []),
    ...(webhookFaults.isOn() ? ['webhook faults'] : []),
    ...(variants.isOn() ? ['variants'] : []),
  ];
  return names.join(', ');
}

export function switchAllOff(switches: Switches): void {
  for (const one of all(switches)) one.switchOff();
}

/** After the state on disk was replaced. */
export function reloadSwitches(switches: Switches): void {
  for (const one of all(switches)) one.reload();
}
