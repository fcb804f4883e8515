import type { Request } from 'express';
import { z } from 'zod';
import { notFound } from '../api/errors';
import type { SandboxContext } from '../context';
import { messagesOf } from '../delivery/attempts';
import { deliveryStates, findDelivery, listDeliveries, resend, type LoggedDelivery } from '../delivery/log';
import { readJson } from './body';

const seconds = (milliseconds: number | null) =>
  milliseconds === null ? null : Math.floor(milliseconds / 1000);

/** Times in epoch seconds on the sandbox clock, UTC; durations in milliseconds. */
export const viewDelivery = ({ seq, next_at, attempts, ...rest }: LoggedDelivery) => ({
  id: seq,
  ...rest,
  next_attempt: seconds(next_at),
  attempts: attempts.map(({ at, duration, ...attempt }) => ({
    at: seconds(at),
    duration_ms: duration,
    ...attempt,
  })),
});

const cursor = z.coerce.number('Must be the id of a delivery.').int('Must be the id of a delivery.');
const limitText = 'Must be a whole number from 1 to 100.';
const query = z.strictObject({
  limit: z.coerce.number(limitText).int(limitText).min(1, limitText).max(100, limitText).default(10),
  starting_after: cursor.optional(),
  ending_before: cursor.optional(),
  state: z.enum(deliveryStates, `Must be one of: ${deliveryStates.join(', ')}.`).optional(),
  endpoint: z.string('Must be the id of an endpoint.').optional(),
  event: z.string('Must be the id of an event.').optional(),
});

/** Newest first, a page at a time like the lists of the API. */
export function answerDeliveries(context: SandboxContext, req: Request) {
  const { starting_after, ending_before, ...filter } = readJson(query, req.query);
  const page = { ...filter, olderThan: starting_after, newerThan: ending_before };
  return listDeliveries(context, page).map(viewDelivery);
}

export function answerDelivery(context: SandboxContext, id: string) {
  const delivery = findDelivery(context, Number(id));
  if (!delivery) throw notFound(`There is no delivery ${id}.`);
  const view = viewDelivery(delivery);
  const messages = messagesOf(context.database, delivery.seq);
  const attempts = view.attempts.map((attempt, index) => ({ ...attempt, sent: messages[index] ?? null }));
  return { ...view, attempts };
}

export const answerResend = (context: SandboxContext, id: string) =>
  viewDelivery(context.database.transaction(() => resend(context, Number(id))));
