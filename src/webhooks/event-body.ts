import { createHash } from 'node:crypto';
import { normalizeEvent } from '../policy-api/normalize';
import { redactJson } from '../policy-api/redact';
import type { PolicyEvent } from '../policy-api/types';
import type { NewEvent } from '../store/events';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The event in a delivery, or null when the body is not one (not JSON, not an object, no type). */
export function readEvent(rawBody: Buffer): { event: PolicyEvent; text: string } | null {
  try {
    const text = utf8.decode(rawBody);
    const event = normalizeEvent(JSON.parse(text));
    return event && { event, text };
  } catch {
    return null;
  }
}

/**
 * An event in the form in which it is kept. `body` is the text as received, of which secrets are not kept; `receivedAt`
 * epoch ms.
 * An event without an id is told apart by its type, time and object, as samples in the vendor's guides have none.
 */
export function toNewEvent(
  event: PolicyEvent,
  body: string,
  verified: NewEvent['verified'],
  receivedAt: number,
): NewEvent {
  const { resource } = event;
  const objectId = idIn(resource, 'id');
  const isPolicy = event.type.startsWith('policy.');
  return {
    key: eventKey(event),
    id: event.id === null ? null : clean(event.id),
    type: clean(event.type),
    created: inCalendar(event.created),
    objectId,
    quoteId: idIn(resource, 'quote'),
    policyId: isPolicy ? objectId : idIn(resource, 'policy'),
    contractorId: idIn(resource, 'contractor'),
    verified,
    delivered: true,
    body: redactJson(body),
    receivedAt,
  };
}

/** What makes two deliveries the same event. */
export function eventKey(event: PolicyEvent): string {
  return event.id ? clean(event.id) : namelessKey(event);
}

/** The key that an event has when it comes without its id. */
export function namelessKey(event: PolicyEvent): string {
  const identity = JSON.stringify([event.type, event.created, event.resource.id ?? event.resource]);
  return `sha256:${createHash('sha256').update(identity).digest('hex')}`;
}

/** 31 December 9999. Beyond it dates cannot be shown, and ordering by them would put nonsense last for good. */
const LATEST_SECONDS = 253_402_300_799;

function inCalendar(seconds: number | null): number | null {
  return seconds !== null && seconds >= 0 && seconds <= LATEST_SECONDS ? seconds : null;
}

/** References are ids, or objects that hold one. */
function idIn(resource: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = resource[name];
  if (typeof value === 'string') return clean(value) || null;
  if (value !== null && typeof value === 'object') return idIn(value as Record<string, unknown>, 'id');
  return null;
}

/** PostgreSQL text cannot hold NUL, and no real id or type does. */
function clean(text: string): string {
  return text.replaceAll('\0', '').slice(0, 300);
}
