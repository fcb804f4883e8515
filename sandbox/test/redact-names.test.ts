import { redactedText } from '../src/journal/redact';

test.each(['tax_identification', 'taxIdentification', 'Tax-Id', 'apiKey', 'cardNumber'])(
  'a secret named %s is not kept, in JSON nor in a text cut short',
  (name) => {
    const text = JSON.stringify({ [name]: 'a-secret', other: 'seen' });
    expect(redactedText(text)).toBe(JSON.stringify({ [name]: '[redacted]', other: 'seen' }));
    expect(redactedText(text.slice(0, -1))).not.toContain('a-secret');
  },
);
