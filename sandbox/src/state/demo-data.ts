/** Who and what the demo data set is about: names that are the same every time. */

const address = (line1: string, locality: string, region: string, postalcode: string) => ({
  line1,
  locality,
  region,
  postalcode,
  country: 'US',
});

const harbor = address('500 Main St', 'Oakland', 'CA', '94607');
const summit = address('2100 Guadalupe St', 'Austin', 'TX', '78705');

export const demoEntities = {
  harbor: {
    name: 'Harbor Staffing, Inc',
    address: harbor,
    required_coverage: ['general', 'workers-comp'],
    coverage_limit: { aggregate_limit: 200_000_000, occurrence_limit: 100_000_000 },
  },
  summit: { name: 'Summit Field Services, LLC', address: summit },
} as const;

/** Wages in cents. */
export const demoJobs = {
  technician: {
    name: 'Field technician',
    category_code: 'jc_MTqpkbkp6G',
    wage: 180_000,
    wage_type: 'flatfee',
    description: 'Install fiber optic cable from the back to the front of the store.',
    address: harbor,
    years_experience: 3,
  },
  secondSite: {
    name: 'Field technician, second site',
    category_code: 'jc_MTqpkbkp6G',
    wage: 96_000,
    wage_type: 'flatfee',
    description: 'The same work at the store on 9th Street.',
    address: harbor,
    custom_metadata: { purchase_order_number: 'PO-2207' },
  },
  warehouse: {
    name: 'Warehouse associate',
    category_code: 'jc_W4CyJ8qSk7',
    wage: 2_400,
    wage_type: 'hourly',
    description: 'Pick and pack orders on the evening shift.',
    address: summit,
  },
  designer: {
    name: 'Graphic designer',
    category_code: 'jc_C9DyF5rTj4',
    wage: 250_000,
    wage_type: 'flatfee',
    description: 'Posters and signs for the spring campaign.',
    address: summit,
  },
} as const;

const person = (first_name: string, last_name: string, home: ReturnType<typeof address>) => ({
  first_name,
  last_name,
  address: home,
  phone: '415-474-9088',
  email: `${first_name}.${last_name}@demo.example`.toLowerCase(),
});

export const demoPeople = {
  covered: person('Maya', 'Okafor', address('1 Kearny St', 'San Francisco', 'CA', '94104')),
  cancelled: person('Elena', 'Rossi', address('88 Congress Ave', 'Austin', 'TX', '78701')),
  // The last name is test data: see scenarios.ts.
  ineligible: person('Theo', 'Ineligible', address('12 Pine St', 'Seattle', 'WA', '98101')),
  expired: person('Grace', 'Lindqvist', address('40 Lake St', 'Chicago', 'IL', '60601')),
  uploader: person('Noah', 'Kim', address('9 Spring St', 'New York', 'NY', '10012')),
  reviewed: person('Priya', 'Shah', address('77 Elm St', 'Dallas', 'TX', '75201')),
  applying: person('Daniel', 'Reyes', address('305 5th Ave', 'San Diego', 'CA', '92101')),
  quoted: person('Sam', 'Carter', address('16 Oak St', 'Houston', 'TX', '77002')),
} as const;
