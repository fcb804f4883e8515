/** Questions to the gate, as they come: by address, or in a body, flat or as AuthZEN writes them. */
import { z } from 'zod';
import type { GateQuestion } from './gate';

/** What is wrong with a question, and what to do about it. */
export interface QuestionProblem {
  /** The name of what is wrong in it; null: the question as a whole. */
  field: string | null;
  message: string;
  fix: string;
}

/** How ids at the API are written. */
export const ID = /^[\w-]{1,100}$/;

export type ReadQuestion =
  { question: GateQuestion; problem: null } | { question: null; problem: QuestionProblem };

const id = (name: string) => z.string(`${name} is one id, as text`).regex(ID, `${name} is no id`);
/** Epoch seconds, up to the year 9999. */
const seconds = z.coerce.number().int().min(0).max(253_402_300_799);

const isoMoment = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** Epoch seconds, or a moment as ISO 8601 writes it: a day, or a time with its zone. `wrong` is said of all else. */
export const moment = (wrong: string) =>
  z.union([z.string(), z.number()]).transform((given, context) => {
    const text = String(given);
    const iso = isoMoment.safeParse(text);
    const read = seconds.safeParse(
      iso.success ? Math.floor(Date.parse(iso.data) / 1000) : /^\d+$/.test(text) ? text : NaN,
    );
    if (read.success) return read.data;
    context.addIssue({ code: 'custom', message: wrong });
    return z.NEVER;
  });

export const MOST_TYPES = 10;

/** Types of coverage, set apart by commas. `tooMany` is said of more than `MOST_TYPES`. */
export const types = (tooMany: string) =>
  z
    .union([z.string(), z.array(z.string())], 'coverage is a list of types')
    .transform((given) =>
      [given]
        .flat()
        .flatMap((text) => text.split(','))
        .map((text) => text.trim())
        .filter(Boolean),
    )
    .refine((list) => list.length <= MOST_TYPES, tooMany);

/** Whoever misspells a name would be answered another question than was meant: no other name is taken. */
const asked = z.strictObject({
  contractor: id('contractor'),
  job: id('job').nullish(),
  at: moment('at is no moment').nullish(),
  coverage: types('coverage names too many types').nullish(),
  // Read where answers are kept (gate-routes.ts).
  max_age: z.unknown().optional(),
});

const FIXES: Readonly<Record<string, string>> = {
  contractor: 'Name the contractor by its id at the API, such as contractor=cn_….',
  job: 'Name the job by its id at the API, such as job=jb_….',
  at: 'Write at as epoch seconds, such as 1795690000, or as 2026-11-26 or 2026-11-26T08:00:00Z. Left out, it is now.',
  coverage: 'Write coverage as names of the API, such as general,workers-comp. Left out, any is enough.',
};

/** `now`: the moment asked about where none is named, in epoch seconds by the clock of the API. */
export function readQuestion(given: unknown, now: number): ReadQuestion {
  const read = asked.safeParse(flat(given));
  if (!read.success) return { question: null, problem: problemOf(read.error, flat(given)) };
  const { contractor, job, at, coverage } = read.data;
  return {
    question: { contractor, job: job ?? null, at: at ?? Math.floor(now), coverage: coverage ?? [] },
    problem: null,
  };
}

function problemOf({ issues: [issue] }: z.ZodError, given: unknown): QuestionProblem {
  if (issue?.code === 'unrecognized_keys') {
    const names = Object.keys(asked.shape).join(', ');
    const unknown = issue.keys.join(', ').slice(0, 100);
    return { field: null, message: `A question has no ${unknown}.`, fix: `Its names are ${names}.` };
  }
  const name = String(issue?.path[0] ?? 'contractor');
  const isMissing = fieldsOf(given)[name] === undefined;
  const message = isMissing ? `The question names no ${name}.` : `${issue?.message ?? name}.`;
  return { field: name, message, fix: FIXES[name] ?? '' };
}

/** Whether a question is written as AuthZEN writes it: its answer is too. */
export const isAuthZen = (given: unknown): boolean => 'subject' in fieldsOf(given);

/**
 * The subject is the contractor, the resource the job; moment and types stand in the context. A resource without an id
 * is a fault, not a question about any job.
 */
function flat(given: unknown): unknown {
  if (!isAuthZen(given)) return fieldsOf(given);
  const { subject, resource, action: _action, context, ...rest } = fieldsOf(given);
  const { at, time, coverage } = fieldsOf(context);
  return {
    ...rest,
    contractor: fieldsOf(subject)['id'],
    ...(resource !== undefined && { job: fieldsOf(resource)['id'] ?? '' }),
    at: at ?? time ?? rest['at'],
    coverage: coverage ?? rest['coverage'],
  };
}

export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
