import { keptSession } from '../../onboarding/application/summary';
import type { OnboardingRepository } from '../../store/onboardings';
import type { StandingRow } from '../../store/standings';
import { jobOf, nameOf } from './rows';

/** Where a contractor goes on with the application: for a reminder that the platform sends. */
export interface ReminderLink {
  name: string;
  job: string;
  url: string;
}

/** Of these rows, those with an application to go on with. */
export async function linksOf(
  onboardings: Pick<OnboardingRepository, 'sessionsOf'>,
  rows: readonly StandingRow[],
): Promise<ReminderLink[]> {
  const ids = rows.flatMap(({ onboarding_id: id }) => (id === null ? [] : [id]));
  const sessions = await onboardings.sessionsOf(ids);
  return rows.flatMap((row) => {
    const session = keptSession(sessions.get(row.onboarding_id ?? '') ?? null);
    if (!session?.url || session.expired || session.gone) return [];
    return [{ name: nameOf(row), job: jobOf(row), url: session.url }];
  });
}
