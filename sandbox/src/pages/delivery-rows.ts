import type { DeliveryState, LoggedDelivery } from '../delivery/log';
import { moment } from './format';
import type { Tag } from './kind-page';

/** A delivery in a list. */
export interface DeliveryRow {
  id: number;
  tag: Tag;
  type: string;
  event: string;
  url: string;
  attempts: number;
  answer: string;
  /** When it was last tried. */
  last: string;
  /** When it is tried next, while it is pending. */
  next: string;
}

const tones = { pending: 'wait', delivered: 'good', failed: 'bad', dropped: 'plain' } as const;

export const stateTag = (state: DeliveryState): Tag => ({ text: state, tone: tones[state] });

export function deliveryRow(delivery: LoggedDelivery): DeliveryRow {
  const { seq, type, event, url, attempts, state, next_at, error } = delivery;
  const last = attempts.at(-1);
  const answered = last?.status === null || last === undefined ? '' : `answered ${last.status}`;
  return {
    id: seq,
    tag: stateTag(state),
    type,
    event,
    url,
    attempts: attempts.length,
    answer: error ?? (answered || 'not sent yet'),
    last: last ? moment(last.at) : '',
    next: state === 'pending' && next_at !== null ? moment(next_at) : '',
  };
}
