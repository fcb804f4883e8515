/** What could not be played or prepared, in words for the page. */
export class DemoProblem extends Error {
  override readonly name = 'DemoProblem';
}

/** For what has failed already: there is nothing more to be done. */
export function ifProblem(error: unknown): void {
  if (!(error instanceof DemoProblem)) throw error;
}
