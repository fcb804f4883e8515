/** Where the API sends its events. See `common.ts`. */
import type { WebhookEndpoint } from '../types/webhook-endpoint';
import { epochOrNull, text, textOrNull, withId, words } from './values';

/** @throws AnswerShapeError without an id */
export function normalizeWebhookEndpoint(raw: unknown): WebhookEndpoint {
  const fields = withId(raw, 'webhook endpoint');
  const events = words(fields['events']);
  return {
    ...fields,
    url: text(fields['url']),
    description: textOrNull(fields['description']),
    events: events.length === 0 || events.includes('*') ? null : events,
    // The reference prints `"secret": false` in its samples.
    secret: textOrNull(fields['secret']),
    created: epochOrNull(fields['created']),
  };
}
