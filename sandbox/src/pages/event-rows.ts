import type { SandboxContext } from '../context';
import type { Event } from '../model/events';
import type { Stored } from '../model/kinds';
import { moment } from './format';
import { hrefOf } from './object-links';

/** An event in a list. */
export interface EventRow {
  id: string;
  type: string;
  created: string;
  /** What it tells of; without an address when that is gone. */
  object: { id: string; href: string | null };
}

export function eventRow(context: SandboxContext, { id, created, data }: Stored<Event>): EventRow {
  const object = objectOf(data);
  return {
    id,
    type: data.type,
    created: moment(created * 1000),
    object: { id: object, href: hrefOf(context, object) },
  };
}

function objectOf({ data }: Event): string {
  const id = data['id'] ?? data['category_code'];
  return typeof id === 'string' ? id : '';
}
