import { errorStatuses } from '../api-faults/schema';
import { errorCodes } from '../openapi/errors';
import { operations } from '../openapi/operation-index';
import { literalForms, variantTexts } from '../variants/schema';
import type { Field, Option } from './form-field';

export interface Form {
  id: string;
  title: string;
  text: string;
  button: string;
  fields: readonly Field[];
}

/** The id of a field on the page, where several forms have fields of the same name. */
export const idOf = (form: Pick<Form, 'id'>, name: string): string => `${form.id}-${name}`;

const number = (name: string, label: string, hint: string): Field => ({ kind: 'number', name, label, hint });
const same = (value: string): Option => ({ value, text: value });
const choice = (name: string, label: string, options: readonly Option[], hint?: string): Field => ({
  kind: 'select',
  name,
  label,
  options,
  ...(hint === undefined ? {} : { hint }),
});

/** As much of a path as a phone shows: its beginning, and of its end what there is room for. */
function short(path: string): string {
  const [, first = '', ...rest] = path.split('/');
  for (let left = rest; path.length > MOST_LETTERS && left.length > 0; left = left.slice(1)) {
    const text = `/${first}/…/${left.join('/')}`;
    if (left.length < rest.length && text.length <= MOST_LETTERS) return text;
  }
  return path;
}
const MOST_LETTERS = 28;

/** Paths are shortened, so that a phone shows all of them; a parameter may have any name. */
const which = (): Field =>
  choice('operation', 'Operation', [
    { value: '*', text: 'All operations' },
    ...operations().map(({ id, method, path }) => ({
      value: id,
      text: `${method} ${short(path.replace(/\{\w+\}/g, '{id}'))}`,
    })),
  ]);
const rate = number('rate', 'How often', 'A share: 0.2 is one call in five. Empty: every call.');
const times = number(
  'times',
  'Next calls only',
  'So many, then it is over. Empty: until it is switched off.',
);
const moment = choice(
  'when',
  'When',
  [
    { value: 'before', text: 'Before the call is done' },
    { value: 'inside', text: 'While it is done' },
    { value: 'after', text: 'After it was done' },
  ],
  'Before: nothing is stored. While: the call is undone, and its idempotency key brings the error back. After: only the answer is lost.',
);

/** The forms that add a fault of the API. */
export const apiForms = (): readonly Form[] => [
  {
    id: 'error',
    title: 'Error',
    button: 'Add the error',
    text: 'A documented error instead of the answer.',
    fields: [
      which(),
      choice('error_code', 'Error code', [
        { value: '', text: 'The usual one' },
        ...Object.keys(errorCodes).map(same),
      ]),
      choice('status', 'Status', [
        { value: '', text: 'The usual one' },
        ...errorStatuses.map((status) => same(String(status))),
      ]),
      number('retry_after', 'Retry-After', 'Whole seconds. Empty: no such header.'),
      ...[moment, rate, times],
    ],
  },
  {
    id: 'broken',
    title: 'Broken answer',
    button: 'Add the broken answer',
    text: 'What happens between a client and an API: a connection is cut off, or a gateway answers with HTML.',
    fields: [
      which(),
      choice('ending', 'What arrives', [
        { value: 'drop before', text: 'Nothing, call not done' },
        { value: 'drop after', text: 'Nothing, call was done' },
        { value: 'truncated', text: 'Half of the answer' },
        { value: 'empty', text: 'An empty body' },
        { value: 'html before', text: 'HTML, call not done' },
        { value: 'html after', text: 'HTML, call was done' },
      ]),
      ...[rate, times],
    ],
  },
  {
    id: 'latency',
    title: 'Latency',
    button: 'Add the latency',
    text: 'The call waits before it is done.',
    fields: [
      which(),
      number('ms', 'Milliseconds', 'At most 120000.'),
      number('jitter_ms', 'Up to so much longer', 'Milliseconds, at random. Empty: always the same.'),
      ...[rate, times],
    ],
  },
  {
    id: 'rate_limit',
    title: 'Rate limit',
    button: 'Add the rate limit',
    text: 'Beyond it each key is answered 429 with Retry-After, as documented.',
    fields: [
      which(),
      number('calls', 'Calls', 'How many are let through.'),
      number('seconds', 'Seconds', 'In how many seconds.'),
    ],
  },
];

const share = 'A share from 0 to 1. Empty: never.';
export const webhookForm: Form = {
  id: 'webhooks',
  title: 'Webhook faults',
  button: 'Set the webhook faults',
  text: 'What goes wrong with deliveries. Deliveries that wait already keep their delay.',
  fields: [
    number('delay_seconds', 'Delay', 'Seconds on the sandbox clock. Empty: none.'),
    number('drop_rate', 'Dropped', share),
    number('drop_next', 'Drop the next', 'So many deliveries. Empty: none.'),
    number('duplicate_rate', 'Sent twice', share),
    number('bad_signature_rate', 'Badly signed', share),
    { kind: 'checkbox', name: 'reorder', label: 'Newest first, gathered for two seconds' },
  ],
};

const { stringified_json: packed, ...flags } = variantTexts;
export const variantForm: Form = {
  id: 'variants',
  title: 'Variants of answers',
  button: 'Set the variants',
  text: 'Forms and rules that were seen in the vendor’s documentation and SDKs beside those of the reference.',
  fields: [
    choice('stringified_json', 'stringified_json', literalForms.map(same), packed),
    ...Object.entries(flags).map(([name, hint]): Field => ({ kind: 'checkbox', name, label: name, hint })),
  ],
};
