import { viewEvent } from '../api/resources/events';
import type { Event } from '../model/events';
import type { Stored } from '../model/kinds';
import type { Variants } from '../variants/schema';
import { inVariants } from '../variants/transform';

/** The body of a delivery: the event as the API answers it, or a documented variant of it. */
export function payloadOf(event: Stored<Event>, variants: Variants): string {
  const { id, data, ...rest } = inVariants(viewEvent(null, event), variants) as ReturnType<typeof viewEvent>;
  return JSON.stringify({
    ...(variants.no_event_id ? {} : { id }),
    ...rest,
    data: variants.data_object && rest.type.startsWith('certificate.') ? { object: data } : data,
  });
}
