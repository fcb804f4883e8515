/** What an event tells of the object that it is about. */
import { tellsOpened, toldBy } from '../../coverage/derive';
import { normalizeEvent, type PolicyEvent } from '../../policy-api/normalize/event';
import type { EventRow } from '../../store/events';
import { happenedAt } from '../../store/happened-at';
import { merged, toldAt } from './fields';
import type { ObjectKind } from './kinds';
import { fromEvent, type Learned } from './observe';

/** What a type of event says besides its object, which may be sent in part. */
interface Effect {
  kind: ObjectKind;
  rank: number;
  tells: (at: number) => Readonly<Record<string, unknown>>;
}

const ASSIGNMENT_EFFECTS: Readonly<Record<string, Effect>> = {
  'assignment.active': {
    kind: 'assignment',
    rank: 1,
    tells: (at) => ({ active: true, activeAt: at }),
  },
  'assignment.cancelled': { kind: 'assignment', rank: 2, tells: () => ({ cancelled: true }) },
};

const CHARGES = { charge_card_failed: 'failed', charge_card_succeeded: 'succeeded' } as const;

/** The effect of an event; null for a type that tells of no object we keep. What is decided last has the highest rank. */
function effectOf(type: string): Effect | null {
  const word = type.slice(type.indexOf('.') + 1);
  const meaning = toldBy(type);
  if (type.startsWith('application.') && meaning) {
    const tells = () => ({ state: meaning.state, ...(tellsOpened(type) && { started: true }) });
    return { kind: 'session', rank: meaning.rank, tells };
  }
  if (type.startsWith('policy.') && meaning)
    return { kind: 'policy', rank: meaning.rank, tells: () => ({ status: meaning.state }) };
  if (type.startsWith('certificate.'))
    return { kind: 'certificate', rank: CERTIFICATE_RANKS.indexOf(word), tells: () => ({ status: word }) };
  if (type.startsWith('payment.session.')) {
    const status = type.slice('payment.session.'.length);
    return { kind: 'payment_session', rank: 1, tells: () => ({ status }) };
  }
  if (type.startsWith('invoice.') && Object.hasOwn(CHARGES, word)) {
    const charge = CHARGES[word as keyof typeof CHARGES];
    return { kind: 'invoice', rank: charge === 'failed' ? 1 : 2, tells: () => ({ charge }) };
  }
  return Object.hasOwn(ASSIGNMENT_EFFECTS, type) ? (ASSIGNMENT_EFFECTS[type] ?? null) : null;
}

/** In the order in which a review comes to them. */
const CERTIFICATE_RANKS = ['pending', 'processing', 'error', 'flagged', 'denied', 'approved'];

/** What a kept event tells; null where that is nothing. An event without a time counts from when it came. */
export function learnedFromEvent(
  row: Pick<EventRow, 'type' | 'body' | 'created_seconds' | 'received_at'>,
): Learned | null {
  const effect = effectOf(row.type);
  const event = effect && parsed(row.body);
  if (!effect || !event) return null;
  const at = happenedAt(row);
  const told = fromEvent(effect.kind, event.resource, at, effect.rank);
  if (!told) return null;
  return { ...told, fields: merged(told.fields, toldAt(at, effect.rank + EFFECT, effect.tells(at))) };
}

/** What the type says outranks the object beside it. */
const EFFECT = 0.5;

function parsed(body: string): PolicyEvent | null {
  try {
    return normalizeEvent(JSON.parse(body));
  } catch {
    return null;
  }
}
