import { times } from '../../../lib/counted';
import type { ListedEvent } from '../../store/event-search';
import { happenedAt } from '../../store/happened-at';
import { asHappened } from '../../coverage/as-happened';
import { meaningOf } from '../../coverage/event-types';
import type { StateTag } from '../journey/state-words';

const EVENT_TONES: readonly (readonly [RegExp, StateTag['tone']])[] = [
  [/active|complete|succeeded|approved|reactivated/, 'success'],
  [/ineligible|cancelled|failed|denied/, 'danger'],
  [/expired|review|flagged/, 'warning'],
];

/** The events of an onboarding in the order in which they happened, as items of the timeline. */
export function timeline(rows: readonly ListedEvent[], hrefOf: (seq: number) => string) {
  return asHappened(rows).map((row) => timelineItem(row, hrefOf(row.seq)));
}

function timelineItem(row: ListedEvent, href: string) {
  const tone = EVENT_TONES.find(([pattern]) => pattern.test(row.type))?.[1] ?? 'info';
  const verified = row.verified === 'signature' ? 'verified by signature' : 'confirmed by the API';
  const delivered = row.deliveries === 0 ? 'never delivered' : `delivered ${times(row.deliveries)}`;
  const known = meaningOf(row.type)?.meaning;
  const text = `${known ? `${row.type}, ` : ''}${verified}, ${delivered}`;
  return { title: known ?? row.type, time: new Date(happenedAt(row) * 1000).toISOString(), text, href, tone };
}
