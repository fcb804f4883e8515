import type { StateTag } from '../../onboarding/journey/state-words';

interface Words extends StateTag {
  sentence: string;
}

const WORDS: Readonly<Record<string, Words | undefined>> = {
  pending: {
    text: 'Waiting',
    tone: 'info',
    sentence: 'It was received, and is being read. That takes one to two minutes as a rule.',
  },
  processing: {
    text: 'Being read',
    tone: 'info',
    sentence: 'It is read and held against the requirement. That takes one to two minutes as a rule.',
  },
  approved: {
    text: 'Approved',
    tone: 'success',
    sentence: 'It meets the requirement, and counts as cover until the dates that it shows.',
  },
  flagged: {
    text: 'Flagged',
    tone: 'warning',
    sentence: 'At least one rule was not met, so a person has to decide. Until then it covers nothing.',
  },
  denied: {
    text: 'Denied',
    tone: 'danger',
    sentence: 'A reviewer denied it, so it covers nothing. Another certificate is needed.',
  },
  error: {
    text: 'Not readable',
    tone: 'danger',
    sentence: 'It could not be read. There is no other try with the same file: ask for a new one.',
  },
};

/** The status of a certificate, in words. */
export const certificateWords = (status: string): Words =>
  WORDS[status] ?? { text: status, tone: 'neutral', sentence: 'The API says no more of it.' };
