/** The coverage types of the API, in its own names, with ours for people. */
export const COVERAGE_TYPES = [
  { value: 'general', text: 'General liability' },
  { value: 'workers-comp', text: 'Workers’ compensation' },
  { value: 'professional', text: 'Professional liability' },
  { value: 'media', text: 'Media liability' },
  { value: 'cyber', text: 'Cyber liability' },
] as const;

/** Whether a word is the name of one of them. */
export const isCoverageType = (word: string): boolean => COVERAGE_TYPES.some(({ value }) => value === word);

/** The name of a coverage type for people; one we do not know is shown as the API names it. */
export function coverageName(type: string): string {
  return COVERAGE_TYPES.find(({ value }) => value === type)?.text ?? type;
}
