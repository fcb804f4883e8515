/** What happened, and who is told: events and webhook endpoints. */
import { normalizeWebhookEndpoint } from '../normalize/webhook-endpoint';
import { normalizeEvent, requireEvent, type PolicyEvent } from '../normalize/event';
import { page, type PageParams } from '../query';
import type { Deleted } from '../types/common';
import type { WebhookEndpoint, WebhookEndpointInput } from '../types/webhook-endpoint';
import type { Resource } from './resource';

export type EventCalls = ReturnType<typeof eventCalls>;

/** See `PolicyApi` for what all calls have in common. */
export function eventCalls(resource: Resource) {
  return {
    /** GET /api/v1/events. Of the parameters only `limit` is documented. What is no event is left out. */
    async listEvents(params?: PageParams): Promise<PolicyEvent[]> {
      const all = await resource.list('events', normalizeEvent, page(params));
      return all.filter((event) => event !== null);
    },
    /** GET /api/v1/events/{event}. */
    getEvent(id: string): Promise<PolicyEvent> {
      return resource.get('events', id, requireEvent);
    },

    /** POST /api/v1/webhook_endpoints. No `events` means all. The answer holds the signing secret. */
    createWebhookEndpoint(input: WebhookEndpointInput, idempotencyKey: string): Promise<WebhookEndpoint> {
      return resource.create('webhook_endpoints', input, idempotencyKey, normalizeWebhookEndpoint);
    },
    /** GET /api/v1/webhook_endpoints/{webhook_endpoint}, with the signing secret. */
    getWebhookEndpoint(id: string): Promise<WebhookEndpoint> {
      return resource.get('webhook_endpoints', id, normalizeWebhookEndpoint);
    },
    /** GET /api/v1/webhook_endpoints, known from the vendor's SDKs, like the next two. */
    listWebhookEndpoints(params?: PageParams): Promise<WebhookEndpoint[]> {
      return resource.list('webhook_endpoints', normalizeWebhookEndpoint, page(params));
    },
    /** PUT /api/v1/webhook_endpoints/{webhook_endpoint}. */
    updateWebhookEndpoint(id: string, input: Partial<WebhookEndpointInput>): Promise<WebhookEndpoint> {
      return resource.update('webhook_endpoints', id, input, normalizeWebhookEndpoint);
    },
    /** DELETE /api/v1/webhook_endpoints/{webhook_endpoint}. */
    deleteWebhookEndpoint(id: string): Promise<Deleted> {
      return resource.delete('webhook_endpoints', id);
    },
  };
}
