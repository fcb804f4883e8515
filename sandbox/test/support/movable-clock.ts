export const DAY = 24 * 60 * 60;

/** A clock that stands still until it is moved, at noon of 1 March 2026, UTC. */
export class MovableClock {
  seconds = Date.parse('2026-03-01T12:00:00Z') / 1000;
  readonly now = () => this.seconds * 1000;
  move(seconds: number): void {
    this.seconds += seconds;
  }
}
