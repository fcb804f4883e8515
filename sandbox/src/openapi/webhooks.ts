import { eventTable } from './event-types';
import { answered, guess, ref, type Schema } from './schemas';
import { policyOfEvent } from './resources/policies';

/** The object an event carries; the vendor shows the whole of it for policies and, in part, for assignments. */
const carried = (name: string): Schema =>
  name === 'Policy'
    ? policyOfEvent
    : guess({ ...ref(name), description: `The ${name}, with \`object\` besides.` });

const signature: Schema = guess({
  name: 'Ten99Policy-Signature',
  in: 'header',
  required: true,
  schema: { type: 'string' },
  description:
    '`t=<epoch seconds>,v1=<hex>`: HMAC-SHA256 with the endpoint’s secret over `<t>.<body>`. The vendor signs ' +
    'deliveries; by which scheme is not public.',
});

/** What the sandbox posts to webhook endpoints. */
export const webhooks: Readonly<Record<string, Schema>> = Object.fromEntries(
  eventTable.map(([type, schema, when, guessed]) => [type, { post: delivery(type, schema, when, guessed) }]),
);

function delivery(type: string, schema: string, when: string, guessed?: string): Schema {
  const event = answered({
    id: { type: 'string' },
    type: { const: type },
    created: { type: 'integer' },
    data: carried(schema),
  });
  const operation = {
    operationId: `on.${type}`,
    summary: type,
    description: when,
    tags: ['Webhooks'],
    parameters: [signature],
    requestBody: { required: true, content: { 'application/json': { schema: event } } },
    responses: {
      '2XX': guess({ description: 'Received. Any other answer, or none, leads to another attempt.' }),
      '410': guess({ description: 'Gone: the endpoint gets nothing more.' }),
    },
    security: [],
  };
  return guessed ? guess(operation) : operation;
}
