import type { StateTag } from '../../onboarding/journey/state-words';

const WORDS: Readonly<Record<string, StateTag | undefined>> = {
  active: { text: 'Active', tone: 'success' },
  cancelled: { text: 'Cancelled', tone: 'danger' },
  inactive: { text: 'Switched off', tone: 'neutral' },
  expired: { text: 'Expired', tone: 'neutral' },
  unknown: { text: 'Not known', tone: 'warning' },
};

/** The status of a policy, which is no coverage of anybody. */
export const policyWords = (status: string): StateTag => WORDS[status] ?? { text: status, tone: 'warning' };
