import type { Selectable } from 'kysely';
import type { Schema } from './schema';

/** An onboarding that nothing was chosen for yet. `now`: epoch milliseconds. */
export function newOnboarding(
  id: string,
  returnToken: string,
  now: number,
): Selectable<Schema['onboardings']> {
  return {
    id,
    return_token: returnToken,
    created_at: now,
    updated_at: now,
    done: 0,
    contractor_id: null,
    contractor_name: null,
    entity_id: null,
    entity_name: null,
    job_id: null,
    job_name: null,
    quote_id: null,
    quote: null,
    quote_stale: 0,
    session_id: null,
    session: null,
    opened: 0,
    coverage_state: 'not_started',
    coverage: null,
  };
}
