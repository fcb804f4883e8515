import type { Call } from './running-sandbox';

export interface SentEvent {
  id: string;
  type: string;
  created: number;
  data: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

/** The events of one object, or all that pass a test, oldest first. */
export async function eventsOf(
  call: Call,
  which: string | ((event: SentEvent) => boolean),
): Promise<SentEvent[]> {
  const events = (await call('GET', '/events?limit=100')).body as SentEvent[];
  const passes = typeof which === 'string' ? (event: SentEvent) => event.data.id === which : which;
  return events.filter(passes).reverse();
}

export const typesOf = async (call: Call, which: Parameters<typeof eventsOf>[1]): Promise<string[]> =>
  (await eventsOf(call, which)).map((event) => event.type);
