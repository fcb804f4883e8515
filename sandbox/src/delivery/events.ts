import type { SandboxContext } from '../context';
import { ALL } from '../objects';
import { enqueue } from './queue';

/**
 * Records an event with the state of its object at this moment, and a delivery for each endpoint subscribed to
 * it, in the transaction that is running: an event is told if and only if what it tells of has happened.
 */
export function emit(context: SandboxContext, type: string, data: Record<string, unknown>): void {
  const { objects, clock } = context;
  const event = objects.insert('event', context.ids.long('ev'), clock.seconds(), { type, data });
  for (const endpoint of objects.page('webhook_endpoint', { limit: ALL })) {
    const { events } = endpoint.data;
    if (events === null || events.includes('*') || events.includes(type))
      enqueue(context, endpoint.id, event);
  }
  context.wakeSender();
}
