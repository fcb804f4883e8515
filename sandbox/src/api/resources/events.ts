import type { SandboxContext } from '../../context';
import type { Event } from '../../model/events';
import type { Stored } from '../../model/kinds';
import type { Resource } from '../resource';

/** An event as the API answers it and as it is delivered (vendor page "GET /api/v1/events/{event}"). */
export function viewEvent(_context: SandboxContext | null, { id, created, data }: Stored<Event>) {
  return { id, type: data.type, created, data: data.data };
}

/** Events (vendor pages "… /api/v1/events"). `limit` is documented; the cursors of other lists work too. */
export const events: Resource<'event'> = {
  kind: 'event',
  path: '/events',
  objectName: 'event',
  invalidId: 'invalid_event_id',
  view: viewEvent,
};
