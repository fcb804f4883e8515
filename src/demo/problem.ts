/** What could not be played or prepared, in words for the page. */
export class DemoProblem extends Error {
  override readonly name = 'DemoProblem';
}
