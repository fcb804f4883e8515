import { times } from '../../../lib/counted';
import type { ListedEvent } from '../../store/event-search';
import { inOrder } from '../../coverage/derive';
import { meaningOf } from '../../coverage/event-types';
import type { StateTag } from '../journey/state-words';

const EVENT_TONES: readonly (readonly [RegExp, StateTag['tone']])[] = [
  [/active|complete|succeeded|approved|reactivated/, 'success'],
  [/ineligible|cancelled|failed|denied/, 'danger'],
  [/expired|review|flagged/, 'warning'],
];

/** The events of an onboarding in the order in which they happened, as items of the timeline. */
export function timeline(rows: readonly ListedEvent[], hrefOf: (seq: number) => string) {
  return rows
    .map((row) => ({ row, type: row.type, at: row.created_seconds ?? Math.floor(row.received_at / 1000) }))
    .sort(inOrder)
    .map(({ row }) => timelineItem(row, hrefOf(row.seq)));
}

function timelineItem(row: ListedEvent, href: string) {
  const tone = EVENT_TONES.find(([pattern]) => pattern.test(row.type))?.[1] ?? 'info';
  const at = row.created_seconds === null ? row.received_at : row.created_seconds * 1000;
  const verified = row.verified === 'signature' ? 'verified by signature' : 'confirmed by the API';
  const delivered = row.deliveries === 0 ? 'never delivered' : `delivered ${times(row.deliveries)}`;
  const known = meaningOf(row.type)?.meaning;
  const text = `${known ? `${row.type}, ` : ''}${verified}, ${delivered}`;
  return { title: known ?? row.type, time: new Date(at).toISOString(), text, href, tone };
}
