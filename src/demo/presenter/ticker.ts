/** What the two programs say to each other, as the presenter's page shows it: cause above effect. */
import { EVENT_TYPES, type EventMeaning } from '../../coverage/event-types';
import type { ListedEvent } from '../../store/event-search';
import type { JournalCall } from '../control';

/** Something that was said, and when. */
interface Said {
  /** Epoch milliseconds. */
  at: number;
  /** ISO 8601, UTC. */
  when: string;
}

export interface SaidCall extends Said {
  method: string;
  path: string;
  /** Null: no answer came. */
  status: number | null;
}

export interface SaidEvent extends Said {
  type: string;
  verified: string;
  href: string;
  /** In our words, and what it is for who reads it. */
  meaning: string;
  tone: string;
}

/** What belongs together: a call, the event that tells of what it made, and what the app knows by it. */
export interface Beat {
  call: SaidCall | null;
  event: SaidEvent | null;
  /** Whether the event follows from that of the beat before. */
  follows: boolean;
}

export interface Ticker {
  /** Newest first. */
  beats: Beat[];
  calls: number;
  webhooks: number;
  /** Events that no webhook told of: they were read from the API. */
  found: number;
  /** Calls that only read, newest first. */
  reads: SaidCall[];
}

const MOST_BEATS = 24;
const MOST_READS = 30;
const MEANINGS: Readonly<Record<string, EventMeaning>> = EVENT_TYPES;

interface Draft extends Beat {
  /** The objects that it tells of. */
  about: readonly string[];
}

/** `events`: in any order. `hrefOf`: the page of an event. */
export function tickerOf(
  calls: readonly JournalCall[],
  events: readonly ListedEvent[],
  hrefOf: (seq: number) => string,
): Ticker {
  const said = calls.map(callOf);
  const changes = said.filter(({ method }) => method !== 'GET');
  const all = [
    ...calls
      .filter(({ method }) => method !== 'GET')
      .map((call) => ({ at: call.real_at * 1000, call, event: null })),
    ...events.map((event) => ({ at: event.received_at, call: null, event })),
  ].sort((one, other) => one.at - other.at || (one.event?.seq ?? 0) - (other.event?.seq ?? 0));
  const beats: Draft[] = [];
  for (const { call, event } of all) {
    if (call) beats.push({ call: callOf(call), event: null, follows: false, about: madeBy(call) });
    else if (event) addEvent(beats, event, hrefOf);
  }
  return {
    beats: beats
      .slice(-MOST_BEATS)
      .map(({ call, event, follows }) => ({ call, event, follows }))
      .reverse(),
    calls: changes.length,
    webhooks: events.filter(isWebhook).length,
    found: events.filter((event) => !isWebhook(event)).length,
    reads: said
      .filter(({ method }) => method === 'GET')
      .sort((one, other) => other.at - one.at)
      .slice(0, MOST_READS),
  };
}

/** Below the call that made what it tells of; else after all others, with a line where it follows from the last one. */
function addEvent(beats: Draft[], event: ListedEvent, hrefOf: (seq: number) => string): void {
  const about = [event.object_id, event.quote_id, event.policy_id, event.shared_id].filter(
    (id) => id !== null,
  );
  const said = eventOf(event, hrefOf(event.seq));
  const last = beats.at(-1);
  const cause = beats.filter((beat) => beat.about.some((id) => about.includes(id))).at(-1);
  if (cause && cause === last && cause.event === null) {
    cause.event = said;
    cause.about = [...cause.about, ...about];
    return;
  }
  const follows = cause !== undefined && cause === last;
  beats.push({ call: null, event: said, follows, about });
}

function callOf({ method, path, status, real_at }: JournalCall): SaidCall {
  return { method, path, status, ...moment(real_at * 1000) };
}

/** The id of what a call made or changed. */
const madeBy = ({ answer, path }: JournalCall): string[] => [
  ...(answer?.id === undefined ? [] : [answer.id]),
  ...path.split('/').filter((part) => /^[a-z]+_\w{6,}$/.test(part)),
];

const isWebhook = ({ deliveries }: ListedEvent): boolean => deliveries > 0;

function eventOf(event: ListedEvent, href: string): SaidEvent {
  const { type, verified, received_at } = event;
  const { meaning = type, tone = 'info' } = MEANINGS[type] ?? {};
  const checked = verified === 'signature' ? 'signed' : 'confirmed';
  const how = isWebhook(event) ? checked : 'read from the API';
  return { type, verified: how, href, meaning, tone, ...moment(received_at) };
}

const moment = (at: number): Said => ({ at, when: new Date(at).toISOString() });
