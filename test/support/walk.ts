import type { Fields, Person } from './browser-like';

/** Forms filled in with data that leads to coverage. */
export const CONTRACTOR: Fields = {
  first_name: 'Maya',
  last_name: 'Okafor',
  company_name: 'Okafor Electric',
  email: 'maya@example.com',
  phone: '415-474-9088',
  tax_identification: '12-3456789',
  'address.line1': '1 Kearny St',
  'address.locality': 'San Francisco',
  'address.region': 'CA',
  'address.postalcode': '94104',
};

export const ENTITY: Fields = {
  name: 'Harbor Staffing, Inc',
  'address.line1': '500 Main St',
  'address.locality': 'Oakland',
  'address.region': 'CA',
  'address.postalcode': '94607',
  'coverage_limit.aggregate_limit': '2,000,000',
  'coverage_limit.occurrence_limit': '1,000,000',
  required_coverage: ['general', 'workers-comp'],
};

export const JOB: Fields = {
  name: 'Field technician',
  description: 'Install fiber optic cable.',
  wage: '1,800',
  wage_type: 'flatfee',
  'address.line1': '500 Main St',
  'address.locality': 'Oakland',
  'address.region': 'CA',
  'address.postalcode': '94607',
  years_experience: '3',
};

type StepName = 'contractor' | 'entity' | 'job' | 'quote' | 'application';

/** What the forms of new objects hold before anything is typed, by step: the same in every app of a file. */
const blank = new Map<StepName, Fields>();

/**
 * Starts an onboarding and walks up to the page of a step. Gives back the path of the onboarding. Pages on the way are
 * opened where what is sent depends on them, and once in a file otherwise.
 */
export async function walkTo(
  person: Person,
  step: StepName,
  changes: Record<string, Fields> = {},
): Promise<string> {
  await person.open(person.home);
  const started = await person.send(`${person.home}onboardings`);
  const path = started.replace(/\/contractor$/, '');
  for (const name of STEPS.slice(0, STEPS.indexOf(step))) {
    const fields = blank.get(name) ?? (await blankForm(person, path, name));
    await person.send(`${path}/${name}`, { ...fields, ...TYPED[name]?.(), ...changes[name] });
  }
  await person.open(`${path}/${step}`);
  return path;
}

const STEPS: readonly StepName[] = ['contractor', 'entity', 'job', 'quote', 'application'];

const TYPED: Partial<Record<StepName, () => Fields>> = {
  contractor: () => ({ ...CONTRACTOR, ...uniqueEmail() }),
  entity: () => ENTITY,
  job: () => JOB,
};

async function blankForm(person: Person, path: string, name: StepName): Promise<Fields> {
  await person.open(`${path}/${name}`);
  const fields = person.fieldsOf(`${path}/${name}`);
  if (name === 'job') fields.category_code = firstCategory(person);
  // What a quote starts with depends on the entity and the day.
  if (name !== 'quote') blank.set(name, fields);
  return fields;
}

export function firstCategory(person: Person): string {
  const code = person.page.$('select[name=category_code] option[value!=""]').first().attr('value');
  if (!code) throw new Error(`No category code to choose on ${person.page.path}: ${person.text}`);
  return code;
}

let count = 0;
/** The API knows each email address once. */
export function uniqueEmail(): { email: string } {
  count += 1;
  return { email: `contractor-${process.pid}-${Date.now()}-${count}@example.com` };
}

/** Goes through the hosted application of the local sandbox until its last page. `url` is the session's. */
export async function finishApplication(hosted: Person, path: string, answers: Fields = {}): Promise<void> {
  await hosted.open(path);
  for (let pages = 0; pages < 12; pages += 1) {
    const { $ } = hosted.page;
    const form = $('main form').first();
    if (form.length === 0) return;
    await hosted.submit(form.attr('action') ?? '', fillIn($, answers));
  }
  throw new Error(`The application does not come to an end: ${hosted.text}`);
}

/** Answers whatever a page of the hosted application asks: the harmless choice, a name, a ticked box. */
function fillIn($: Person['page']['$'], answers: Fields): Fields {
  const fields: Fields = {};
  $('main form')
    .first()
    .find('input[type=radio][value=no], input[type=checkbox]')
    .each((_index, element) => {
      fields[$(element).attr('name') ?? ''] = $(element).attr('value') ?? 'on';
    });
  if ('works_in_us' in fields) fields.works_in_us = 'yes';
  $('main form')
    .first()
    .find('input[type=text]')
    .each((_index, element) => {
      const name = $(element).attr('name') ?? '';
      if (!$(element).attr('value')) fields[name] = 'Maya Okafor';
    });
  for (const [name, value] of Object.entries(answers))
    if ($(`[name="${name}"]`).length > 0) fields[name] = value;
  return fields;
}
