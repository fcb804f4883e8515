import { COVERAGE_TYPES, isCoverageType } from '../coverage/types';

const HINTS: Readonly<Record<(typeof COVERAGE_TYPES)[number]['value'], string>> = {
  general: 'Injury or damage the contractor causes to others. Not sold to residents of Hawaii.',
  'workers-comp': 'Injury of the contractor at work. Not sold for work in ND, OH, WA and WY.',
  professional: 'Mistakes in professional work.',
  media: 'Claims about published content. Needs general liability, except in Hawaii.',
  cyber: 'Data loss and attacks. Needs general liability, except in Hawaii.',
};

/** Checkboxes for coverage types, also for ticked ones that are not in the table. */
export function coverageItems(ticked: readonly string[]) {
  const others = ticked.filter((type) => !isCoverageType(type));
  return [
    ...COVERAGE_TYPES.map((item) => ({
      ...item,
      hint: HINTS[item.value],
      checked: ticked.includes(item.value),
    })),
    ...others.map((type) => ({ value: type, text: type, hint: undefined, checked: true })),
  ];
}
