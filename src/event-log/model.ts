/** Events in words. */
import { times } from '../../lib/counted';
import { meaningOf } from '../coverage/event-types';
import type { Paths } from '../paths';
import type { ListedEvent } from '../store/event-search';
import { happenedAt } from '../store/happened-at';

const UNMATCHED =
  'Unmatched: no onboarding or contractor here is known to have this object. It was made elsewhere, such as by “Add demo data” of the local sandbox or by another program with the same account. There is nothing to do: the event is matched when its object appears here.';

const VERIFIED = {
  signature: { tag: 'Signature', tone: 'success', text: 'By signature' },
  api: { tag: 'API', tone: 'info', text: 'Confirmed by the API' },
} as const;

/** The names of onboardings and contractors, by id. */
export interface Names {
  onboardings: ReadonlyMap<string, string | null>;
  contractors: ReadonlyMap<string, string | null>;
}

/** From then on a list says when an event came, besides when it happened: it was late, or a clock was moved. */
const LATE_SECONDS = 60;

/** An event as the list shows it. */
export function rowView(row: ListedEvent, names: Names, paths: Paths) {
  const { onboarding_id: onboarding, contractor_id: contractor } = row;
  return {
    href: paths.event(row.seq),
    meaning: meaningOf(row.type)?.meaning ?? 'Event of an unknown type',
    type: row.type,
    eventId: row.event_id,
    objectId: row.object_id,
    onboarding: onboarding && {
      id: onboarding,
      href: paths.onboarding(onboarding),
      name: names.onboardings.get(onboarding) ?? onboarding,
    },
    contractor: contractor && {
      id: contractor,
      href: paths.contractor(contractor),
      name: names.contractors.get(contractor) ?? contractor,
    },
    verified: VERIFIED[row.verified === 'signature' ? 'signature' : 'api'],
    received: time(row.received_at),
    lastReceived: time(row.last_received_at),
    happened: time(happenedAt(row) * 1000),
    isLate: Math.abs(row.received_at / 1000 - happenedAt(row)) >= LATE_SECONDS,
    saysWhen: row.created_seconds !== null,
    deliveries: row.deliveries,
    state: stateOf(row),
    failure: failureOf(row),
  };
}

/** The objects of a contractor that have pages of their own, by the first word of the type of event. */
const OBJECT_PAGES: Readonly<Record<string, (paths: Paths, contractor: string, id: string) => string>> = {
  assignment: (paths, contractor, id) => paths.assignment(contractor, id),
  certificate: (paths, contractor, id) => paths.certificate(contractor, id),
  invoice: (paths, contractor, id) => paths.invoice(contractor, id),
  policy: (paths, contractor, id) => paths.policy(contractor, id),
};

/** Where the object of an event is shown; null where it has no page, or its contractor is not known. */
export function hrefOfObject(
  { type, object_id: id, contractor_id: contractor }: ListedEvent,
  paths: Paths,
): string | null {
  const kind = type.slice(0, type.indexOf('.'));
  const page = Object.hasOwn(OBJECT_PAGES, kind) ? OBJECT_PAGES[kind] : undefined;
  return page && id !== null && contractor !== null ? page(paths, contractor, id) : null;
}

/** What is shown in the place of whom it concerns while that is not known. */
function stateOf(row: ListedEvent): { tag: string; tone: string; text: string } | null {
  if (row.failure !== null)
    return { tag: 'Not applied', tone: 'danger', text: 'Not known: the event could not be applied' };
  if (row.onboarding_id !== null) return null;
  if (row.applied === 0) return { tag: 'Waiting', tone: 'info', text: 'Waiting to be applied' };
  return row.contractor_id === null ? { tag: 'Unmatched', tone: 'neutral', text: UNMATCHED } : null;
}

/** Why an event could not be applied, and what becomes of it. */
function failureOf({ failure, failures, applied, apply_after: next }: ListedEvent): string | null {
  if (failure === null) return null;
  const tries = `Tried ${times(failures)}`;
  const then = applied === 2 ? 'when the app starts' : `by itself at ${time(next).text}`;
  return `${failure.replace(/\.$/, '')}. ${tries}. It is tried again ${then}.`;
}

/** A time of ours, in epoch milliseconds, for people and for programs. */
export function time(at: number): { iso: string; text: string } {
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
