import { z } from 'zod';
import { notFound } from '../api/errors';
import type { SandboxContext } from '../context';
import { allCategories, findCategory, keepCategory, type Category } from '../insurance/category-codes';
import { readJson } from './body';

const nameText = 'Must be text of at most 200 letters.';
const rateText = 'Must be whole cents per $100, from 1 to 10000.';
const rate = z.int(rateText).min(1, rateText).max(10_000, rateText);

const schema = z.strictObject(
  {
    name: z.string(nameText).trim().min(1, 'This field is required.').max(200, nameText),
    approved: z.boolean('Must be true or false.').default(true),
    /** The base rates; what is left out is that of office work. */
    rates: z
      .strictObject(
        { workers_comp: rate.default(24), general: rate.default(12), professional: rate.default(20) },
        'Must be an object with workers_comp, general, professional.',
      )
      .prefault({}),
  },
  'Send an object with a name.',
);

/** Class codes of office work, for all that is added here. */
const officeClasses = { workersCompClass: 8810, generalClass: 41677 };

const viewCategory = ({ code, name, approved, workersComp, general, professional }: Category) => ({
  category_code: code,
  name,
  approved,
  rates: { workers_comp: workersComp, general, professional },
});

/** All codes, also those that are not approved yet and so not in the API's list. */
export const listCategories = (context: SandboxContext) => allCategories(context).map(viewCategory);

/** `{"name": "Drone Pilot"}`: adds a code; an approved one is told of by the event `category_code.added`. */
export function addCategory(context: SandboxContext, body: unknown) {
  const { name, approved, rates } = readJson(schema, body);
  const { workers_comp: workersComp, ...others } = rates;
  const category: Category = {
    code: context.ids.short('jc'),
    name,
    approved,
    workersComp,
    ...others,
    ...officeClasses,
  };
  context.database.transaction(() => keepCategory(context, category));
  return viewCategory(category);
}

/** Approves a code, which is told of; one that is approved already stays as it is. */
export function approveCategory(context: SandboxContext, code: string) {
  const category = findCategory(context, code);
  if (!category) throw notFound(`There is no job category code ${code}.`);
  const approved: Category = { ...category, approved: true };
  if (!category.approved) context.database.transaction(() => keepCategory(context, approved));
  return viewCategory(approved);
}
