import type { Store } from '../../store/store';
import type { Knowledge } from './knowledge';

const GROUP = 100;
/** Notes in the settings that it is done. */
export const TAKEN_UP = 'onboardings_taken_up';

/** More than were changed at the moment of a crash. */
const LATEST = 25;

/**
 * Learns of the contractors of onboardings that are older than what is known of contractors, once; and at each start of
 * those changed last, since the process may have died between their change and what it tells.
 */
export async function takeUpOnboardings(
  { onboardings, lists, settings }: Pick<Store, 'onboardings' | 'lists' | 'settings'>,
  knowledge: Pick<Knowledge, 'seeOnboarding'>,
): Promise<void> {
  if ((await settings.get(TAKEN_UP)) !== undefined) return takeUpLatest({ onboardings, lists }, knowledge);
  for (let last = ''; ;) {
    const rows = await onboardings.after(last, GROUP);
    for (const row of rows) await knowledge.seeOnboarding(row);
    last = rows.at(-1)?.id ?? last;
    if (rows.length < GROUP) break;
  }
  await settings.set(TAKEN_UP, 'yes');
}

async function takeUpLatest(
  { onboardings, lists }: Pick<Store, 'onboardings' | 'lists'>,
  knowledge: Pick<Knowledge, 'seeOnboarding'>,
): Promise<void> {
  for (const { id } of await lists.page({ list: 'in_progress', limit: LATEST })) {
    const row = await onboardings.find(id);
    if (row) await knowledge.seeOnboarding(row);
  }
}
