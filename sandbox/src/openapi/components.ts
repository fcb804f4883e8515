import { errorSchemas, sharedErrors } from './errors';
import { guess, type Schema } from './schemas';
import { sharedSchemas } from './shared-schemas';

const query = (name: string, schema: Schema, description: string): Schema => ({
  name,
  in: 'query',
  schema,
  description,
});
const id: Schema = { type: 'string' };
const startingAfter = query('starting_after', id, 'The id of the last object of the page before.');
const endingBefore = query('ending_before', id, 'The id of the first object of the page after.');

const idempotentKey = {
  schema: { type: 'string', maxLength: 255 },
  description: 'Any unique text, such as a version 4 UUID.',
};

/** What operations share. */
export const components = {
  securitySchemes: {
    bearer: { type: 'http', scheme: 'bearer', description: '`Authorization: Bearer <key>`' },
    basic: {
      type: 'http',
      scheme: 'basic',
      description: 'The key as user name, an empty password (`curl -u <key>:`).',
    },
    basicWithBareKey: {
      type: 'apiKey',
      in: 'header',
      name: 'Authorization',
      description: '`Authorization: Basic <key>`, the key not encoded. Older pages.',
    },
    bareKey: {
      type: 'apiKey',
      in: 'header',
      name: 'Authorization',
      description: '`Authorization: <key>`. Oldest pages.',
    },
  },
  parameters: {
    Limit: query(
      'limit',
      { type: 'integer', minimum: 1, maximum: 100, default: 10 },
      'How many objects a page has at most.',
    ),
    StartingAfter: startingAfter,
    EndingBefore: endingBefore,
    StartingAfterGuessed: guess(startingAfter),
    EndingBeforeGuessed: guess(endingBefore),
    IdempotentKey: { name: 'Ten99Policy-Idempotent-Key', in: 'header', ...idempotentKey },
    Environment: {
      name: 'Ten99Policy-Environment',
      in: 'header',
      schema: { type: 'string', enum: ['sandbox', 'production'], default: 'sandbox' },
      description:
        'Should fit the key, which decides: with a test key, `production` is answered with the header `Sandbox-Warning`.',
    },
    Version: guess({
      name: 'Ten99Policy-Version',
      in: 'header',
      schema: { type: 'string', examples: ['2022-07-26'] },
      description:
        'The version of the API. The vendor’s SDKs send it when configured; here it has no effect.',
    }),
  },
  headers: {
    'request-id': guess({
      schema: { type: 'string' },
      required: true,
      description: 'Names this call in logs. The vendor’s SDKs read it.',
    }),
    IdempotentKey: { ...idempotentKey, description: 'The idempotency key that was sent.' },
    'Retry-After': guess({
      schema: { type: 'string', pattern: '^\\d+$' },
      description: 'Seconds to wait.',
    }),
  },
  responses: sharedErrors,
  schemas: { ...sharedSchemas, ...errorSchemas },
};
