/** The coverage types of the API, in its own names, with ours for people. */
export const COVERAGE_TYPES = [
  {
    value: 'general',
    text: 'General liability',
    hint: 'Injury or damage the contractor causes to others. Not sold to residents of Hawaii.',
  },
  {
    value: 'workers-comp',
    text: 'Workers’ compensation',
    hint: 'Injury of the contractor at work. Not sold for work in ND, OH, WA and WY.',
  },
  { value: 'professional', text: 'Professional liability', hint: 'Mistakes in professional work.' },
  {
    value: 'media',
    text: 'Media liability',
    hint: 'Claims about published content. Needs general liability, except in Hawaii.',
  },
  {
    value: 'cyber',
    text: 'Cyber liability',
    hint: 'Data loss and attacks. Needs general liability, except in Hawaii.',
  },
] as const;

/** The name of a coverage type for people; one we do not know is shown as the API names it. */
export function coverageName(type: string): string {
  return COVERAGE_TYPES.find(({ value }) => value === type)?.text ?? type;
}

/** Checkboxes for coverage types, also for ticked ones that are not in the table. */
export function coverageItems(ticked: readonly string[]) {
  const unknown = ticked.filter((type) => !COVERAGE_TYPES.some(({ value }) => value === type));
  return [
    ...COVERAGE_TYPES.map((item) => ({ ...item, checked: ticked.includes(item.value) })),
    ...unknown.map((type) => ({ value: type, text: type, hint: undefined, checked: true })),
  ];
}
