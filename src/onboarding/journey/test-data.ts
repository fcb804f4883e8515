/** DEMO ONLY: data that fills a form, as it is or for one of the endings. Not offered with the vendor's API. */
import { orNull } from '../../policy-api/or-null';
import type { FormBody, FormValues } from '../../forms/form';
import type { Journey } from './journey';
import type { SharedKind } from './save-object';
import { emailOf, knownAmong, numberOf, personForm, personNotIn } from './test-people';
import { COMPANIES, workAt } from './test-work';

/** A form does not wait long for what it can do without. */
const ASK_MS = 2_000;

/** What the panel of a form offers: the form filled in, as it is or for one of the endings. */
export interface TestDataPanel {
  fillHref: string;
  endings: { name: string; effect: string; href: string }[];
}

/** The panel for the form of a new object; null where real data is asked for. */
export async function testDataPanel(
  journey: Journey,
  kind: SharedKind,
  action: string,
  { first_name: first }: FormValues,
): Promise<TestDataPanel | null> {
  const { deps, onboarding } = journey;
  if (deps.environment !== 'local') return null;
  const query = onboarding[`${kind}_id`] === null ? '?fill' : '?new&fill';
  const after = first ? numberOf(first) : -1;
  const values = (await deps.testValues()).filter(({ field }) => field.startsWith(`${kind}.`));
  const endings = values.map(({ name, field, value, effect }) => {
    const attribute = field.slice(kind.length + 1);
    return { name, effect, href: `${action}${query}=${encodeURIComponent(`${attribute}:${value}`)}` };
  });
  return { fillHref: `${action}${query}${after < 0 ? '' : `&after=${after}`}`, endings };
}

/** The form that `?fill` asks for: everything of the form, and with `attribute:value` that one in its place. */
export async function filledIn(journey: Journey, kind: SharedKind): Promise<FormBody> {
  const { fill } = journey.req.query;
  if (typeof fill !== 'string' || journey.deps.environment !== 'local') return {};
  const all = kind === 'contractor' ? await somebody(journey) : workOf(journey, kind);
  const values = Object.fromEntries(Object.entries(all).filter(([name]) => !RARE.includes(name)));
  const [attribute = '', value] = fill.split(/:(.*)/s);
  return value === undefined || !Object.hasOwn(values, attribute)
    ? values
    : { ...values, [attribute]: value };
}

/** Left out, so that a form which is filled in stays short. */
const RARE = ['address.country', 'company_name', 'years_experience'];

/** Somebody whom the API does not know, and who was not in the form before (`after`: the number of who was). */
async function somebody({ api, deps, req }: Journey): Promise<FormBody> {
  const known = knownAmong((await orNull(api.within(ASK_MS).listContractors({ limit: 100 }))) ?? []);
  const mark = deps.newKey().replace(/[^0-9a-f]/g, '');
  const after = typeof req.query.after === 'string' ? Number(req.query.after) : NaN;
  const from = Number.isInteger(after) && after >= 0 ? after + 1 : Number.parseInt(mark.slice(-4), 16);
  const person = personNotIn(known, from);
  // The API takes each address once, and may know more people than it was asked for.
  return person ? personForm(person, emailOf(person, mark.slice(0, 4))) : {};
}

/** The company that goes with the contractor, and the work that goes with the company. */
function workOf({ onboarding }: Journey, kind: 'entity' | 'job'): FormBody {
  const [first = ''] = (onboarding.contractor_name ?? '').split(' ');
  const number = Math.max(0, numberOf(first));
  if (kind === 'entity') return COMPANIES[number % COMPANIES.length] ?? {};
  const company = COMPANIES.findIndex(({ name }) => name === onboarding.entity_name);
  return workAt(Math.max(0, company), number);
}
