/** DEMO ONLY: companies that nobody has, and the work they have, for forms and demo data. */
import type { FormBody } from '../../forms/form';

const at = (line1: string, locality: string, region: string, postalcode: string): FormBody => ({
  'address.line1': line1,
  'address.locality': locality,
  'address.region': region,
  'address.postalcode': postalcode,
  'address.country': 'US',
});

export const HARBOR: FormBody = {
  name: 'Harbor Staffing, Inc',
  required_coverage: ['general', 'workers-comp'],
  ...at('500 Main St', 'Oakland', 'CA', '94607'),
  'coverage_limit.aggregate_limit': '2,000,000',
  'coverage_limit.occurrence_limit': '1,000,000',
};

const general = { required_coverage: ['general'] };

export const COMPANIES: readonly FormBody[] = [
  HARBOR,
  { ...general, name: 'Lakeshore Events Co.', ...at('1440 Lake Shore Dr', 'Chicago', 'IL', '60610') },
  { ...general, name: 'Bluebird Media Group', ...at('88 Sunset Blvd', 'Los Angeles', 'CA', '90028') },
  { ...general, name: 'Northgate Facilities LLC', ...at('310 Peachtree Rd', 'Atlanta', 'GA', '30305') },
  { ...general, name: 'Cedar & Vale Logistics', ...at('77 Harbor Blvd', 'Long Beach', 'CA', '90802') },
];

/** A line each: what, kind of work, wage in dollars. Those of the same place in the rows go with the same company. */
const JOBS: readonly (readonly [string, string, number])[][] = [
  [
    ['Fiber installation', 'jc_A3VtL7kPg6', 1800],
    ['Switchboard refit', 'jc_y5RqM9wJd8', 2400],
    ['Floor tiling', 'jc_j9ZnC5tGs2', 1350],
  ],
  [
    ['Stage lighting', 'jc_e5QbL9vJn3', 960],
    ['Catering lead', 'jc_k4DhR8wLy5', 640],
    ['Front of house', 'jc_z8CsX4bHf3', 480],
  ],
  [
    ['Product photography', 'jc_C9DyF5rTj4', 1500],
    ['Campaign posters', 'jc_C9DyF5rTj4', 1100],
    ['Copy for the spring issue', 'jc_p5WvH9yMc8', 720],
  ],
  [
    ['Boiler service', 'jc_E7KbN3mZp2', 890],
    ['Access control', 'jc_A3VtL7kPg6', 1250],
    ['Office cleaning', 'jc_m7XsJ3bPv9', 560],
  ],
  [
    ['Racking and fit-out', 'jc_D4HcJ8xWk7', 1420],
    ['Parcel round', 'jc_w7FhT3zLb2', 980],
    ['Dock shift cover', 'jc_t9BmW5nQk4', 760],
  ],
];
const PLACES = ['pier 9', 'hall 2', 'block C', 'north wing', 'the third floor', 'week 48', 'the autumn set'];

/** The address in a form. */
export function addressIn(form: FormBody): FormBody {
  return Object.fromEntries(Object.entries(form).filter(([name]) => name.startsWith('address.')));
}

/** The job of this number at a company: each has another name. */
export function workAt(company: number, number: number): FormBody {
  const row = JOBS[company % JOBS.length] ?? [];
  const [what, code, wage] = row[number % row.length] ?? ['Work', 'jc_MTqpkbkp6G', 900];
  const where = PLACES[number % PLACES.length] ?? '';
  return {
    name: `${what}, ${where}`,
    description: `${what} at ${where}, as agreed with the company.`,
    category_code: code,
    wage: String(wage + 20 * (number % 9)),
    wage_type: 'flatfee',
    years_experience: String(2 + (number % 6)),
    ...addressIn(COMPANIES[company % COMPANIES.length] ?? {}),
  };
}
