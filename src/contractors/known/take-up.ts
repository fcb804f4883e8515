import type { Store } from '../../store/store';
import type { Knowledge } from './knowledge';

const GROUP = 100;
/** Notes in the settings that it is done. */
const DONE = 'onboardings_taken_up';

/** Learns of the contractors of onboardings that are older than what is known of contractors. Once. */
export async function takeUpOnboardings(
  { onboardings, settings }: Pick<Store, 'onboardings' | 'settings'>,
  knowledge: Pick<Knowledge, 'seeOnboarding'>,
): Promise<void> {
  if ((await settings.get(DONE)) !== undefined) return;
  for (let last = ''; ;) {
    const rows = await onboardings.after(last, GROUP);
    for (const row of rows) await knowledge.seeOnboarding(row);
    last = rows.at(-1)?.id ?? last;
    if (rows.length < GROUP) break;
  }
  await settings.set(DONE, 'yes');
}
