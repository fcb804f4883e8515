import { z } from 'zod';
import { randomText } from '../../ids';
import { enableEndpoint, forgetEndpoint } from '../../delivery/endpoint-settings';
import { eventTypes } from '../../openapi/event-types';
import type { Resource } from '../resource';
import { bodyReader, type FieldTypes } from '../schema';
import { withoutUndefined } from './parts';

const eventNames = new Set([...eventTypes, '*']);

const described = (types: FieldTypes) =>
  z.object({
    url: types.url(),
    description: types.optionalText(),
    events: z
      .preprocess(
        // "*" alone means all events, as does an empty field of a form.
        (value) => (typeof value === 'string' ? (value === '' ? null : [value]) : value),
        z
          .array(
            z.string('Must be the name of an event.').refine((name) => eventNames.has(name), {
              error: (issue) => `There is no event named ${String(issue.input)}.`,
            }),
            'Must be a list of event types, or "*" for all.',
          )
          .min(1, 'Name at least one event type, or leave it out to get all.')
          .nullable(),
      )
      .optional(),
  });
const readNew = bodyReader(described);
const readChange = bodyReader((types) => described(types).partial());

/** Webhook endpoints (vendor page "POST /api/v1/webhook_endpoints"); the secret is in every answer. */
export const webhookEndpoints: Resource<'webhook_endpoint'> = {
  kind: 'webhook_endpoint',
  path: '/webhook_endpoints',
  objectName: 'webhook_endpoint',
  invalidId: 'invalid_webhook_endpoint_id',
  deletable: true,
  view: (_context, { id, created, data }) => ({ id, created, ...data, events: data.events ?? ['*'] }),
  create(context, body) {
    const sent = readNew(body);
    return context.objects.insert('webhook_endpoint', context.ids.long('whe'), context.clock.seconds(), {
      url: sent.url,
      description: sent.description ?? null,
      events: sent.events ?? null,
      secret: `whsec_${randomText(24)}`,
    });
  },
  update(context, endpoint, body) {
    const sent = withoutUndefined(readChange(body));
    enableEndpoint(context, endpoint.id);
    return context.objects.update('webhook_endpoint', endpoint, { ...endpoint.data, ...sent });
  },
  beforeDelete: (context, endpoint) => forgetEndpoint(context, endpoint.id),
};
