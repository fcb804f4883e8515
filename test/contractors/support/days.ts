/** So many days from now, as a date field has it. */
export const dayFromNow = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A day as the API has it. */
export const seconds = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 1000;
