/** A question to the gate, as the form of its page asks it. */
import { z } from 'zod';
import { checkForm } from '../forms/check-form';
import { idText, type FormError } from '../forms/form';
import type { GateQuestion } from './gate';
import { ID, moment, MOST_TYPES, types } from './question';

/** What is typed into each field. */
export type GateFormValues = Record<'contractor' | 'job' | 'at' | 'coverage', string>;

/** An id as it is pasted. */
const id = (wrong: string) => z.string().transform(idText).pipe(z.string().regex(ID, wrong));

/** A field that may be left empty: the question then leaves it open. */
const open = <Field extends z.ZodType>(field: Field) =>
  z.preprocess((text) => text || null, z.nullable(field));

const FIELDS = {
  contractor: id('Enter the contractor’s id at the API, which begins with cn_'),
  job: open(id('Enter the job’s id at the API, which begins with jb_, or leave it empty')),
  at: open(moment('When must be a day or a time, like 2026-11-26 or 2026-11-26T08:00:00Z')),
  coverage: types(`Name at most ${MOST_TYPES} types of coverage`),
};

/** `now`: the moment asked about where none is named, in epoch seconds by the clock of the API. */
export function readGateForm(
  values: GateFormValues,
  now: number,
): { question: GateQuestion; errors: [] } | { question: null; errors: FormError[] } {
  const { data, errors } = checkForm(FIELDS, values);
  if (!data) return { question: null, errors };
  return { question: { ...data, at: data.at ?? Math.floor(now) }, errors: [] };
}
