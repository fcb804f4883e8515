import { z } from 'zod';
import { numberText } from '../../../lib/text';
import { invalidInput } from '../api/errors';
import type { SandboxContext } from '../context';
import { epochOf } from '../epoch';
import { seedOf } from '../seed';
import { readJson } from './body';
import { nextDue } from './next-due';

const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const durationText = 'Must be a number of seconds, or a duration such as "90s", "30m", "24h", "7d" or "2w".';
/** Beyond it nothing the sandbox does makes sense, and dates get a fifth digit in their year. */
export const LATEST = Date.UTC(2200, 0, 1) / 1000;

/** Seconds, as a number or as text, or a duration with a unit; gives whole seconds. */
export const duration = z.union([z.number(), z.string()], durationText).transform((value, refinement) => {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)\s*([smhdw])?$/i.exec(numberText(String(value))) ?? [];
  const seconds = Math.round(Number(amount) * (units[unit.toLowerCase()] ?? NaN));
  if (seconds >= 1) return seconds;
  refinement.addIssue({ code: 'custom', message: durationText });
  return z.NEVER;
});

const schema = z.strictObject(
  {
    advance: duration.optional(),
    to: z.int('Must be a time in whole seconds since 1970-01-01 UTC.').optional(),
  },
  'Send an object with advance or to.',
);

/** What the clock shows, and what happens by itself next; all times in epoch seconds, UTC. */
export function viewClock(context: SandboxContext) {
  const { clock, database } = context;
  const now = clock.seconds();
  const offset = Math.round(clock.offset() / 1000);
  return {
    now,
    iso: iso(now),
    offset,
    stands: clock.stands(),
    seed: seedOf(database),
    next: nextOf(context),
    epoch: epochOf(database),
  };
}

function nextOf(context: SandboxContext) {
  const [due] = nextDue(context, 1);
  return due ? { at: Math.ceil(due.at / 1000), title: due.title, object: String(due.object) } : null;
}

const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000', '');

/**
 * `{"advance": "24h"}` or `{"to": <epoch seconds>}`: moves the clock forward, does what fell due in between in the
 * order of its time, and lets the sender go on with what it may send by now.
 * @throws ApiError when it does not say where to, or says a time that is over
 */
export function moveClock(context: SandboxContext, body: unknown) {
  const { clock, schedule } = context;
  const { advance, to } = readJson(schema, body);
  if ((advance === undefined) === (to === undefined)) {
    throw invalidInput({ advance: 'Send advance or to: one of them.' });
  }
  const now = clock.now();
  const target = to === undefined ? now + (advance ?? 0) * 1000 : Math.max(to * 1000, now);
  if (to !== undefined && to < clock.seconds()) {
    throw invalidInput({ to: `The clock moves forward only, and shows ${clock.seconds()} now.` });
  }
  if (target > LATEST * 1000) {
    throw invalidInput({ [to === undefined ? 'advance' : 'to']: `The clock ends at ${LATEST} (year 2200).` });
  }
  // One that was set back arrives: from there on it shows real time.
  const left = clock.real() - target;
  const arrives = clock.offset() < 0 && !clock.stands() && left > 0 && left < 1000;
  clock.advance(target + (arrives ? left : 0) - now);
  const done = schedule.runDue();
  context.wakeSender();
  return { ...viewClock(context), done };
}
