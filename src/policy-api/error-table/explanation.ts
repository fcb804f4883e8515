/**
 * What to tell a person about a failed call, in our words. `field` is the API attribute it concerns, nested with
 * dots, where there is one.
 */
export interface Explanation {
  title: string;
  explanation: string;
  fix: string;
  field: string | null;
}

/** One explanation. `field`: the API attribute that it concerns, nested with dots. */
export function entry(
  title: string,
  explanation: string,
  fix: string,
  field: string | null = null,
): Explanation {
  return { title, explanation, fix, field };
}
