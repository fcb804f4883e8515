import { once } from 'node:events';
import type { Response } from 'express';
import type { EventFilter } from '../store/event-search';
import type { EventRepository, EventRow } from '../store/events';

/** So few at once that their bodies, of 256 KiB at the most, take little memory. */
const AT_ONCE = 50;

/**
 * Writes the events that a filter lets through as JSON lines, newest first, page by page and no quicker than they are
 * taken. `body` is the text as it is kept.
 */
export async function exportEvents(
  events: Pick<EventRepository, 'search' | 'withSeqs'>,
  filter: EventFilter,
  res: Response,
): Promise<void> {
  res.set({
    'Content-Type': 'application/x-ndjson; charset=utf-8',
    'Content-Disposition': 'attachment; filename="events.jsonl"',
  });
  const gone = new AbortController();
  res.on('close', () => gone.abort());
  try {
    for await (const lines of linesOf(events, filter)) {
      if (gone.signal.aborted) return;
      if (!res.write(lines)) await once(res, 'drain', { signal: gone.signal });
    }
    res.end();
  } catch (error) {
    // Half a file must not look like a whole one.
    if (!gone.signal.aborted) res.destroy(error instanceof Error ? error : undefined);
  }
}

async function* linesOf(
  events: Pick<EventRepository, 'search' | 'withSeqs'>,
  filter: EventFilter,
): AsyncGenerator<string> {
  for (let before: number | undefined; ;) {
    const { rows, lookedTo } = await events.search({
      ...filter,
      limit: AT_ONCE,
      ...(before !== undefined && { before }),
    });
    const whole = rows.length === 0 ? [] : await events.withSeqs(rows.map(({ seq }) => seq));
    yield whole
      .sort((a, b) => b.seq - a.seq)
      .map((row) => `${JSON.stringify(lineOf(row))}\n`)
      .join('');
    const last = rows.length === AT_ONCE ? rows.at(-1)?.seq : lookedTo;
    if (last === null || last === undefined) return;
    before = last;
  }
}

/** Times are epoch milliseconds; `created` is epoch seconds, as the API gives it. */
const lineOf = (row: EventRow) => ({
  seq: row.seq,
  id: row.event_id,
  type: row.type,
  created: row.created_seconds,
  object: row.object_id,
  onboarding: row.onboarding_id,
  contractor: row.contractor_id,
  verified: row.verified,
  received_at: row.received_at,
  last_received_at: row.last_received_at,
  deliveries: row.deliveries,
  applied: row.applied === 1,
  failure: row.failure,
  body: row.body,
});
