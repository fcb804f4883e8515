import { z } from 'zod';
import { invalidInput, notFound } from '../api/errors';
import { withoutUndefined } from '../api/resources/parts';
import type { SandboxContext } from '../context';
import { findCategory } from '../insurance/category-codes';
import { addRequirement, changeRequirement } from '../insurance/requirements';
import type { Stored } from '../model/kinds';
import { coverageLines, type Requirement, type Rules } from '../model/requirements';
import { ALL } from '../objects';
import { readJson } from './body';

const nameText = 'Must be text of at most 200 letters.';
const missing = 'Give it a name.';
const nameType = z.string(nameText).trim().min(1, missing).max(200, nameText);
const maybeName = z.string(nameText).trim().min(1, 'Must name somebody, or be null.').max(200, nameText);
const dollarText = 'Must be whole dollars, from 1 to 1000000000.';
const dollars = z.int(dollarText).min(1, dollarText).max(1_000_000_000, dollarText).nullable().default(null);
const line = z.enum(coverageLines, `Must be one of: ${coverageLines.join(', ')}.`);
const idsText = 'Must be a list of ids.';
const ids = z.array(z.string(idsText), idsText).transform((list) => [...new Set(list)]);
const yes = 'Must be true or false.';

const limits = z
  .strictObject(
    { each_occurrence_dollars: dollars, general_aggregate_dollars: dollars },
    'Must be an object with each_occurrence_dollars, general_aggregate_dollars.',
  )
  .refine((of) => of.each_occurrence_dollars !== null || of.general_aggregate_dollars !== null, {
    error: 'Name a limit, or leave the coverage out.',
  });

const rulesType = z
  .strictObject(
    {
      minimum_limits: z.partialRecord(line, limits, 'Must be an object of coverages and limits.').default({}),
      required_coverage: z
        .array(line, 'Must be a list of coverages.')
        .transform((list) => [...new Set(list)])
        .default([]),
      policy_expiration: z.boolean(yes).default(false),
      additional_insured: maybeName.nullable().default(null),
      certificate_holder: maybeName.nullable().default(null),
    },
    'Must be an object of rules.',
  )
  .refine(asksForSomething, { error: 'Ask for something: choose one rule at least.' });

function asksForSomething(of: Rules): boolean {
  const coverages = Object.keys(of.minimum_limits).length + of.required_coverage.length;
  return coverages > 0 || of.policy_expiration || Boolean(of.additional_insured ?? of.certificate_holder);
}

const linked = { is_default: z.boolean(yes), entities: ids, category_codes: ids };
const newSchema = z.strictObject(
  { name: z.string(missing).pipe(nameType), rules: rulesType, ...linked },
  'Send an object with name and rules.',
);
const optional = { is_default: true, entities: true, category_codes: true } as const;
const createSchema = newSchema.partial(optional);
const changeSchema = newSchema.partial();

export const viewRequirement = (_context: SandboxContext, { id, created, data }: Stored<Requirement>) => ({
  id,
  created,
  ...data,
});

/** Newest first. */
export const listRequirements = (context: SandboxContext) =>
  context.objects
    .page('requirement', { limit: ALL })
    .map((requirement) => viewRequirement(context, requirement));

/** @throws ApiError 404 */
export function findRequirement(context: SandboxContext, id: string): Stored<Requirement> {
  const requirement = context.objects.find('requirement', id);
  if (requirement) return requirement;
  throw notFound(`There is no insurance requirement with the id ${id}.`);
}

/** `{"name": "Drivers", "rules": {"required_coverage": ["automobile_liability"]}}` */
export function createRequirement(context: SandboxContext, body: unknown) {
  const sent = readJson(createSchema, body);
  const { name, rules } = sent;
  const unlinked = { is_default: false, entities: [], category_codes: [] };
  const data: Requirement = { ...unlinked, ...withoutUndefined(sent), name, rules };
  refuseUnknownLinks(context, data);
  return viewRequirement(
    context,
    context.database.transaction(() => addRequirement(context, data)),
  );
}

/** What is not sent stays as it is; `rules` takes the place of all rules. */
export function updateRequirement(context: SandboxContext, id: string, body: unknown) {
  const requirement = findRequirement(context, id);
  const data: Requirement = { ...requirement.data, ...withoutUndefined(readJson(changeSchema, body)) };
  refuseUnknownLinks(context, data, requirement.data);
  const change = () => changeRequirement(context, requirement, data);
  return viewRequirement(context, context.database.transaction(change));
}

/** Where it was the default, there is none afterwards. */
export function deleteRequirement(context: SandboxContext, id: string) {
  const requirement = findRequirement(context, id);
  const deleted_at = context.clock.seconds();
  context.database.transaction(() => context.objects.remove(requirement, deleted_at));
  return { id, object: 'requirement', deleted: true, deleted_at };
}

/** What a requirement was linked to before may have been deleted since. */
function refuseUnknownLinks(context: SandboxContext, now: Requirement, before?: Requirement): void {
  const { objects } = context;
  const entity = now.entities.find((id) => !before?.entities.includes(id) && !objects.find('entity', id));
  const code = now.category_codes.find(
    (one) => !before?.category_codes.includes(one) && !findCategory(context, one),
  );
  if (entity === undefined && code === undefined) return;
  throw invalidInput({
    ...(entity !== undefined && { entities: `There is no entity with the id ${entity}.` }),
    ...(code !== undefined && { category_codes: `There is no job category code ${code}.` }),
  });
}
