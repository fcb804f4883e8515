/** Events in words. */
import { times } from '../../lib/counted';
import { meaningOf } from '../coverage/event-types';
import type { Paths } from '../paths';
import type { ListedEvent } from '../store/events';

const UNMATCHED =
  'Unmatched: no onboarding here uses this object. It was made elsewhere, such as by “Add demo data” of the local sandbox or by another program with the same account. There is nothing to do: should an onboarding use the object later, the event is matched then.';

/** An event as the list shows it. */
export function rowView(row: ListedEvent, names: ReadonlyMap<string, string | null>, paths: Paths) {
  const onboarding = row.onboarding_id;
  return {
    href: paths.event(row.seq),
    meaning: meaningOf(row.type)?.meaning ?? 'Event of an unknown type',
    type: row.type,
    eventId: row.event_id,
    objectId: row.object_id,
    onboardingHref: onboarding === null ? null : paths.onboarding(onboarding),
    onboardingName: onboarding === null ? null : (names.get(onboarding) ?? onboarding),
    verified: row.verified === 'signature' ? 'Signature' : 'Confirmed by the API',
    received: time(row.received_at),
    lastReceived: time(row.last_received_at),
    created: row.created_seconds === null ? null : time(row.created_seconds * 1000),
    deliveries: row.deliveries,
    state: stateOf(row),
    failure: failureOf(row),
  };
}

/** What is shown in the place of the onboarding while there is none. */
function stateOf(row: ListedEvent): { tag: string; tone: string; text: string } | null {
  if (row.failure !== null)
    return { tag: 'Not applied', tone: 'danger', text: 'Not known: the event could not be applied' };
  if (row.onboarding_id !== null) return null;
  return row.applied === 0
    ? { tag: 'Waiting', tone: 'info', text: 'Waiting to be applied' }
    : { tag: 'Unmatched', tone: 'neutral', text: UNMATCHED };
}

/** Why an event could not be applied, and what becomes of it. */
function failureOf({ failure, failures, applied, apply_after: next }: ListedEvent): string | null {
  if (failure === null) return null;
  const tries = `Tried ${times(failures)}`;
  const then = applied === 2 ? 'when the app starts' : `by itself at ${time(next).text}`;
  return `${failure.replace(/\.$/, '')}. ${tries}. It is tried again ${then}.`;
}

function time(at: number): { iso: string; text: string } {
  const iso = new Date(at).toISOString();
  return { iso, text: `${iso.slice(0, 19).replace('T', ' ')} UTC` };
}

/** The body as received; JSON on one line is easier to read when it is spread out, and says the same. */
export function indented(body: string): { raw: string; pretty: string | null } {
  try {
    const pretty = JSON.stringify(JSON.parse(body), null, 2);
    return { raw: body, pretty: pretty === body ? null : pretty };
  } catch {
    return { raw: body, pretty: null };
  }
}

/** A type for people who choose one: in our words, then as the API names it. */
export function typeText(type: string): string {
  const known = meaningOf(type);
  return known ? `${known.meaning} (${type})` : type;
}

const CONCERNS = {
  onboarding: 'The onboarding whose quote or policy it is',
  contractor: 'The contractor, and the job if it names one',
  everybody: 'No contractor: all new jobs',
} as const;

/** What an event of this type tells of, whom it concerns, and what it changes. */
export function whatItDoes(type: string): { object: string | null; concerns: string; effect: string } {
  const known = meaningOf(type);
  if (!known)
    return {
      object: null,
      concerns: 'Not known',
      effect:
        'It changes nothing: the documentation of the API does not have this type. It is kept as it came.',
    };
  return { object: known.object, concerns: CONCERNS[known.concerns], effect: known.effect };
}
