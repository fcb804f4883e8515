/** DEMO ONLY: data that fills a form, as it is or for one of the endings. Not offered with the vendor's API. */
import type { FormBody } from '../form/form';
import type { Journey } from './journey';
import type { SharedKind } from './save-object';

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
): Promise<TestDataPanel | null> {
  const { deps, onboarding } = journey;
  if (deps.environment !== 'local') return null;
  const query = onboarding[`${kind}_id`] === null ? '?fill' : '?new&fill';
  const values = (await deps.testValues()).filter(({ field }) => field.startsWith(`${kind}.`));
  const endings = values.map(({ name, field, value, effect }) => {
    const attribute = field.slice(kind.length + 1);
    return { name, effect, href: `${action}${query}=${encodeURIComponent(`${attribute}:${value}`)}` };
  });
  return { fillHref: `${action}${query}`, endings };
}

/** The form that `?fill` asks for: everything of the form, and with `attribute:value` that one in its place. */
export function filledIn({ req, deps }: Journey, kind: SharedKind): FormBody {
  const { fill } = req.query;
  if (typeof fill !== 'string' || deps.environment !== 'local') return {};
  const values = { ...SAMPLES[kind], ...(kind === 'contractor' && { email: freshEmail(deps.newKey) }) };
  const [attribute = '', value] = fill.split(/:(.*)/s);
  return value === undefined || !Object.hasOwn(values, attribute)
    ? values
    : { ...values, [attribute]: value };
}

/** The API knows each address once. */
const freshEmail = (newKey: () => string) => `maya.okafor+${newKey().slice(0, 8)}@example.com`;

const WORK_ADDRESS: FormBody = {
  'address.line1': '500 Main St',
  'address.locality': 'Oakland',
  'address.region': 'CA',
  'address.postalcode': '94607',
  'address.country': 'US',
};

const SAMPLES: Readonly<Record<SharedKind, FormBody>> = {
  contractor: {
    first_name: 'Maya',
    last_name: 'Okafor',
    company_name: 'Okafor Electric',
    phone: '415-474-9088',
    'address.line1': '1 Kearny St',
    'address.locality': 'San Francisco',
    'address.region': 'CA',
    'address.postalcode': '94104',
    'address.country': 'US',
  },
  entity: {
    required_coverage: ['general', 'workers-comp'],
    name: 'Harbor Staffing, Inc',
    ...WORK_ADDRESS,
    'coverage_limit.aggregate_limit': '2,000,000',
    'coverage_limit.occurrence_limit': '1,000,000',
  },
  job: {
    name: 'Field technician',
    description: 'Install fiber optic cable from the back to the front of the store.',
    category_code: 'jc_MTqpkbkp6G',
    wage: '1,800',
    wage_type: 'flatfee',
    ...WORK_ADDRESS,
    years_experience: '3',
  },
};
