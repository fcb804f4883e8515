/** Makes something when it is first asked for, and has it from then on: a start need not wait for it. */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
