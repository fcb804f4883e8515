import { conflict, notFound } from '../api/errors';
import type { SandboxContext } from '../context';
import { attemptsOf, type Attempt } from './attempts';
import { endpointSettings } from './endpoint-settings';

export const deliveryStates = ['pending', 'delivered', 'failed', 'dropped'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

interface Row {
  seq: number;
  endpoint: string;
  event: string;
  type: string;
  state: DeliveryState;
  next_at: number | null;
  error: string | null;
}

/** A delivery of an event to an endpoint, with what became of it; times in sandbox milliseconds. */
export interface LoggedDelivery extends Row {
  /** The address of the endpoint, or its id when it was deleted. */
  url: string;
  /** Oldest first; very old ones are not kept. */
  attempts: Attempt[];
}

export interface DeliveryFilter {
  limit: number;
  /** Deliveries noted before this one, or after it. */
  olderThan?: number | undefined;
  newerThan?: number | undefined;
  state?: DeliveryState | undefined;
  endpoint?: string | undefined;
  event?: string | undefined;
}

const columns = 'SELECT seq, endpoint, event, type, state, next_at, error FROM deliveries';

/** Newest first. */
export function listDeliveries(context: SandboxContext, filter: DeliveryFilter): LoggedDelivery[] {
  const { limit, olderThan, newerThan, ...equal } = filter;
  const forward = newerThan !== undefined;
  const conditions = [forward ? 'seq > ?' : 'seq < ?'];
  const values: (string | number)[] = [newerThan ?? olderThan ?? Number.MAX_SAFE_INTEGER];
  for (const column of ['state', 'endpoint', 'event'] as const) {
    const value = equal[column];
    if (value === undefined) continue;
    conditions.push(`${column} = ?`);
    values.push(value);
  }
  const order = `ORDER BY seq ${forward ? 'ASC' : 'DESC'} LIMIT ?`;
  const sql = `${columns} WHERE ${conditions.join(' AND ')} ${order}`;
  const rows = context.database.all<Row>(sql, ...values, limit).map((row) => complete(context, row));
  return forward ? rows.reverse() : rows;
}

export function findDelivery(context: SandboxContext, seq: number): LoggedDelivery | undefined {
  const row = context.database.get<Row>(`${columns} WHERE seq = ?`, seq);
  return row && complete(context, row);
}

const complete = (context: SandboxContext, row: Row): LoggedDelivery => ({
  ...row,
  url: context.objects.find('webhook_endpoint', row.endpoint)?.data.url ?? row.endpoint,
  attempts: attemptsOf(context.database, row.seq),
});

/**
 * Sends the same event to the same endpoint again, at once and with the whole schedule of attempts before it.
 * @throws ApiError when the delivery or its endpoint is gone, or the endpoint is switched off
 */
export function resend(context: SandboxContext, seq: number): LoggedDelivery {
  const found = findDelivery(context, seq);
  if (!found) throw notFound(`There is no delivery ${seq}.`);
  const { objects, clock, database } = context;
  if (!objects.find('webhook_endpoint', found.endpoint)) {
    throw conflict('The endpoint of this delivery was deleted.');
  }
  if (endpointSettings(context, found.endpoint).disabled !== null) {
    throw conflict(
      'The endpoint is switched off, as it answered 410. Update the endpoint to switch it on again.',
    );
  }
  database.run(
    `UPDATE deliveries SET state = 'pending', attempts = 0, next_at = ?, error = NULL WHERE seq = ?`,
    ...[clock.now(), seq],
  );
  context.wakeSender();
  return findDelivery(context, seq) ?? found;
}
