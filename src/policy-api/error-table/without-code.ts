import type { PolicyApiError } from '../errors';
import { entry, fixOf, type Entry } from './explanation';
import { generalCodes } from './general';

/** What to tell of a call without a usable answer. Only a call that changes something may have done so. */
export function noAnswer(kind: 'timeout' | 'network' | 'invalid_answer', method: string): Entry {
  if (method === 'GET') return noAnswerToRead[kind];
  const again = AGAIN[method] ?? 'Try again.';
  const read = noAnswerToRead[kind];
  const { title, explanation } = read;
  if (kind === 'timeout')
    return entry(title, `${explanation} It may have been carried out all the same.`, again);
  return entry(title, explanation, (words) => `${fixOf(read, words)} ${again}`);
}

const AGAIN: Readonly<Record<string, string>> = {
  POST: 'Send the form again: what was carried out already is not carried out twice.',
  PUT: 'Send the form again: saving the same twice does no harm.',
};

const noAnswerToRead: Record<'timeout' | 'network' | 'invalid_answer', Entry> = {
  timeout: entry(
    'The API did not answer in time',
    'The request was sent, but no answer came within the time limit.',
    'Reload the page in a minute. Reading changes nothing.',
  ),
  network: entry(
    'The API could not be reached',
    'No connection to the API could be made, or it broke off before the answer was complete.',
    ({ apiBase, proxy }) => `Check the network, ${apiBase}, and ${proxy}, and try again.`,
  ),
  invalid_answer: entry(
    'The answer of the API could not be used',
    'What came back is not what the API documents. Something else may answer at this address.',
    ({ apiBase }) => `Check ${apiBase}. If it is right, send the request id to 1099Policy.`,
  ),
};

/** Statuses the page "Errors" lists (401, 403, 404, 429), and 409, which is not documented; our reading. */
export const byStatus: Record<number, Entry | undefined> = {
  401: generalCodes['invalid_api_key'],
  403: generalCodes['insufficient_permissions'],
  404: generalCodes['resource_not_found'],
  409: entry(
    'The API is busy with the same request',
    'Another request is being carried out that clashes with this one.',
    'Wait a moment and try again.',
  ),
  429: entry(
    'Too many calls in a short time',
    'The API limits how often it can be called.',
    'Wait a minute and try again.',
  ),
};

export const serverError = entry(
  'The API is having problems',
  'The API, or something in front of it, failed to handle the call.',
  'Wait a minute and try again. If it goes on, send the request id to 1099Policy.',
);

export const redirected = entry(
  'The API is not at this address',
  'The address answered with a redirect, which is not followed because the API key would go with it.',
  ({ apiBase }) => `Set ${apiBase} to the address the API really has, beginning with https.`,
);

export const unknownCode = entry(
  'The API refused the request',
  'It gave a reason that is not explained here. The message is in its own words.',
  'Correct what the message names, and try again.',
);

/** Refusals the documentation describes without naming their code ("Eligibility", "Create a quote"). */
const byMessage: readonly { matches: (message: string) => boolean; explanation: Entry }[] = [
  {
    matches: (text) =>
      /monopolistic/i.test(text) ||
      (/work(er|men)s?['’]?s?[\s-]*comp/i.test(text) &&
        (/\b(ND|OH|WA|WY)\b/.test(text) || /north dakota|ohio|washington|wyoming|state fund/i.test(text))),
    explanation: entry(
      'Workers’ compensation cannot be sold in this state',
      'North Dakota, Ohio, Washington and Wyoming sell workers’ compensation only through a fund of their own.',
      'Quote other coverage without workers’ compensation. For that, send the contractor to the state’s fund.',
      'coverage_type',
    ),
  },
  {
    matches: (text) => /\bmust be one of\b/i.test(text) && /\bgeneral\b.*\bworkers-comp\b/i.test(text),
    explanation: entry(
      'A coverage type is not known',
      'The API does not sell coverage under this name.',
      'Choose from the list.',
      'coverage_type',
    ),
  },
  {
    matches: (text) => /general liability/i.test(text) && /hawaii/i.test(text) && !/media|cyber/i.test(text),
    explanation: entry(
      'General liability is not sold to residents of Hawaii',
      'It is not available to contractors whose home address is in Hawaii, wherever the work is done.',
      'Quote other coverage without general liability, or correct the home address if it is wrong.',
      'coverage_type',
    ),
  },
  {
    matches: (text) => /\b(media|cyber)\b/i.test(text) && /\bgeneral\b/i.test(text),
    explanation: entry(
      'Media and cyber coverage need general liability',
      'They are sold only together with general liability, except to contractors who live in Hawaii.',
      'Add general liability, or take media and cyber out.',
      'coverage_type',
    ),
  },
];

/** What an error's message tells where its code tells nothing. */
export function explainByMessage(error: PolicyApiError): Entry | undefined {
  return byMessage.find(({ matches }) => matches(error.message))?.explanation;
}
