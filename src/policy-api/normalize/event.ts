import {
  AnswerShapeError,
  epochOrNull,
  fieldsOrNull,
  isDeeper,
  isNothing,
  textOrNull,
  type Fields,
} from './values';

/** `resource` is the object the event is about, as sent; `raw` is the whole event, as sent. `created` epoch seconds. */
export interface PolicyEvent {
  id: string | null;
  type: string;
  created: number | null;
  resource: Record<string, unknown>;
  raw: unknown;
}

/** How deeply the objects and lists of an event may be nested. Real ones have about five levels. */
const EVENT_LEVELS = 64;

/**
 * An event from the events API or from the body of a webhook. Null when it is not an event: no `type` text, or nested
 * too deeply to be written again. The resource is `data` itself, or `data.object` where that is an object with an id.
 */
export function normalizeEvent(raw: unknown): PolicyEvent | null {
  const fields = fieldsOrNull(raw);
  const type = fields?.['type'];
  if (!fields || typeof type !== 'string' || isNothing(type.trim())) return null;
  const resource = eventResource(fields['data']);
  if (isDeeper(fields, EVENT_LEVELS) || isDeeper(resource, EVENT_LEVELS)) return null;
  return {
    id: textOrNull(fields['id']),
    type,
    created: epochOrNull(fields['created']),
    resource,
    raw,
  };
}

function eventResource(data: unknown): Fields {
  const outer = fieldsOrNull(data) ?? {};
  const inner = fieldsOrNull(outer['object']);
  return inner && textOrNull(inner['id']) ? inner : outer;
}

/** An event of the events API. @throws AnswerShapeError without a type */
export function requireEvent(raw: unknown): PolicyEvent {
  const event = normalizeEvent(raw);
  if (!event) throw new AnswerShapeError('event', 'type');
  return event;
}
