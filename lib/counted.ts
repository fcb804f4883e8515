/**
 * A number together with what it counts, as people say it: 1 second, 2 seconds, 1,250 events. `many` is for words
 * that take more than an s. Every text with a number that is not always the same is made with it.
 */
export function counted(amount: number, one: string, many = `${one}s`): string {
  return `${amount.toLocaleString('en-US')} ${amount === 1 ? one : many}`;
}

/** How often: once, 2 times. */
export const times = (amount: number): string => (amount === 1 ? 'once' : counted(amount, 'time'));
