import { eventTypes } from '../event-types';
import { create, list, pathId, remove, retrieve, update, type ResourceReference } from '../operations';
import {
  answered,
  created,
  fields,
  guess,
  ids,
  nullable,
  required,
  text,
  unsettable,
  webAddress,
  type Schema,
} from '../schemas';

const sent = {
  url: 'https://example.com/my/webhook/endpoint',
  description: 'Webhook for contractor insurance application events.',
  events: ['policy.active', 'policy.cancelled'],
};
const example = {
  id: 'whe_KPGc5vEZdvoETu39BNwu2Z',
  ...sent,
  secret: 'whsec_…',
  created: 1646818364,
};

const names: Schema = { type: 'array', minItems: 1, items: { type: 'string', enum: [...eventTypes, '*'] } };
const described = {
  url: { ...required('Where events are posted to.', sent.url), format: 'uri' },
  description: unsettable(text('A note of your own.')),
  events: {
    description: 'The event types it gets, or one of them. Left out, null, "" or "*": all.',
    anyOf: [names, { enum: [...eventTypes, '*', '', null] }],
  },
};

export const webhookEndpoints: ResourceReference = {
  tag: { name: 'Webhook endpoints', description: 'Where events are delivered to.' },
  schemas: {
    WebhookEndpoint: answered({
      id: ids.webhookEndpoint,
      created,
      url: webAddress('Where events are posted to.'),
      description: guess(nullable(text('Null when there is none.'))),
      events: guess({ ...names, description: 'The event types it gets; `["*"]` for all.' }),
      secret: text('Signs the deliveries. It is in every answer.', 'whsec_…'),
    }),
    NewWebhookEndpoint: fields(described, ['url']),
    WebhookEndpointChange: fields(described),
  },
  paths: {
    '/webhook_endpoints': {
      get: list({
        id: 'listWebhookEndpoints',
        summary: 'List webhook endpoints',
        answer: 'WebhookEndpoint',
        description: 'Known from the vendor’s SDKs alone.',
        example: [example],
        uncertain: true,
        cursorsGuessed: true,
      }),
      post: create({
        id: 'createWebhookEndpoint',
        summary: 'Create a webhook endpoint',
        fields: 'NewWebhookEndpoint',
        sent,
        answer: 'WebhookEndpoint',
        example,
      }),
    },
    '/webhook_endpoints/{webhook_endpoint}': {
      parameters: [pathId('webhook_endpoint', ids.webhookEndpoint)],
      get: retrieve({
        id: 'retrieveWebhookEndpoint',
        summary: 'Retrieve a webhook endpoint',
        answer: 'WebhookEndpoint',
        example,
        errors: ['invalid_webhook_endpoint_id'],
      }),
      put: update({
        id: 'updateWebhookEndpoint',
        summary: 'Update a webhook endpoint',
        uncertain: true,
        description: 'Known from the vendor’s SDKs alone.',
        fields: 'WebhookEndpointChange',
        sent: { events: ['policy.active'] },
        answer: 'WebhookEndpoint',
        example,
        errors: ['invalid_webhook_endpoint_id'],
      }),
      delete: remove({
        id: 'deleteWebhookEndpoint',
        summary: 'Delete a webhook endpoint',
        object: 'webhook_endpoint',
        description: 'Known from the vendor’s SDKs alone. What waits to be delivered is dropped.',
        guessed: true,
        uncertain: true,
        errors: ['invalid_webhook_endpoint_id'],
      }),
    },
  },
};
