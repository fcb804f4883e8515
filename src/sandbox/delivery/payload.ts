import { viewEvent } from '../api/resources/events';
import type { Event, Stored } from '../model';
import type { WebhookFaults } from './faults';

type Variants = Pick<WebhookFaults, 'data_object' | 'no_event_id' | 'iso_dates'>;

/** The body of a delivery: the event as the API answers it, or a documented variant of it. */
export function payloadOf(event: Stored<Event>, variants: Variants): string {
  const { id, data, ...rest } = viewEvent(null, event);
  const resource = variants.iso_dates ? withIsoDates(data) : data;
  return JSON.stringify({
    ...(variants.no_event_id ? {} : { id }),
    ...rest,
    data: variants.data_object ? { object: resource } : resource,
  });
}

const dateField = /^(created|updated|deleted_at|\w*date)$/;

/** The same instants as text without zone, e.g. `2023-11-01T00:00:00`; they are in UTC. */
function withIsoDates(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withIsoDates(item));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withIsoDates(inner, key)]));
  }
  if (!Number.isInteger(value) || !dateField.test(field)) return value;
  return new Date((value as number) * 1000).toISOString().slice(0, 19);
}
