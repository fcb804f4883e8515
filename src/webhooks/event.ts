import { createHash } from 'node:crypto';
import { storableText } from '../lib/storable-text';
import { redactJson } from '../policy-api/redact';
import { normalizeEvent, type PolicyEvent } from '../policy-api/normalize/event';

/** An event that was verified, ready to be kept. Times: `receivedAt` epoch ms, `created` epoch seconds. */
export interface NewEvent {
  key: string;
  id: string | null;
  type: string;
  created: number | null;
  objectId: string | null;
  quoteId: string | null;
  policyId: string | null;
  /** For events that name none of these: a contractor's work on a job, or a contractor. */
  sharedId: string | null;
  contractorId: string | null;
  verified: 'signature' | 'api';
  /** False when we read it from the API ourselves: that is no delivery. */
  delivered: boolean;
  body: string;
  receivedAt: number;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The event in a delivery, or null when the body is not one (not JSON, not an object, no type, nested too deeply). */
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
  return {
    key: eventKey(event),
    id: event.id === null ? null : kept(event.id),
    type: storableText(event.type.slice(0, MAX_LENGTH)),
    // Ordering by a time before all others would put nonsense first for good.
    created: event.created !== null && event.created >= 0 ? event.created : null,
    ...referencesOf(event),
    verified,
    delivered: true,
    body: redactJson(body),
    receivedAt,
  };
}

/** The id that stands for a contractor's work on a job. */
export function workOf(contractorId: string, jobId: string): string {
  return `${contractorId} ${jobId}`;
}

/** The work that an event tells of, where it names a contractor and a job. */
export function workIn({ resource }: Pick<PolicyEvent, 'resource'>): string | null {
  const [contractorId, jobId] = [idIn(resource, 'contractor'), idIn(resource, 'job')];
  return contractorId === null || jobId === null ? null : workOf(contractorId, jobId);
}

/**
 * What an event tells of. Sessions, quotes and policies belong to one onboarding alone. What is later, such as an invoice
 * or a certificate, is found by the contractor's work on the job, or by the contractor; an assignment by the work alone,
 * since its policy is that of another job.
 */
function referencesOf(event: PolicyEvent) {
  const { resource, type } = event;
  const isLater = type.startsWith('assignment.');
  const [quoteId, policyId] = [idIn(resource, 'quote'), isLater ? null : idIn(resource, 'policy')];
  const contractorId = idIn(resource, 'contractor');
  const isOfOne = /^(application|policy)\./.test(type) || quoteId !== null || policyId !== null;
  const sharedId = isOfOne ? null : (workIn(event) ?? (isLater ? null : contractorId));
  return { objectId: idIn(resource, 'id'), quoteId, policyId, contractorId, sharedId };
}

/** What makes two deliveries the same event. */
export function eventKey(event: PolicyEvent): string {
  return event.id ? kept(event.id) : namelessKey(event);
}

/** The key that an event has when it comes without its id. */
export function namelessKey(event: PolicyEvent): string {
  const identity = JSON.stringify([event.type, event.created, event.resource.id ?? event.resource]);
  return hashOf(identity);
}

function hashOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** References are ids, or objects that hold one. */
function idIn(resource: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = resource[name];
  if (typeof value === 'string') return value === '' ? null : kept(value);
  if (value !== null && typeof value === 'object') return idIn(value as Record<string, unknown>, 'id');
  return null;
}

/** No real id or type is longer. An index of PostgreSQL holds a few thousand bytes. */
const MAX_LENGTH = 300;

/** An id as it is kept. What is too long is told apart from all others by its hash. */
function kept(text: string): string {
  const storable = storableText(text);
  return storable.length > MAX_LENGTH ? hashOf(text) : storable;
}
