/** What this process has written and committed, until it is taken: by name of a table, or of whom it concerns. */
export class Written {
  /** Where one process owns the database: the version of each (see changes.ts). */
  readonly versions = new Map<string, number>();
  private names = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private isOver = false;

  add(names: Iterable<string>): void {
    if (this.isOver) return;
    const wasEmpty = this.names.size === 0;
    for (const name of names) this.names.add(name);
    // Said once until it is taken: this is on the way of each webhook.
    if (wasEmpty && this.names.size > 0) for (const tell of this.listeners) tell();
  }

  /** All of it, which is then known to whoever took it alone. */
  take(): string[] {
    const names = [...this.names];
    this.names = new Set();
    return names;
  }

  /** The database is closed: nothing is to be done with it any more. */
  end(): void {
    this.isOver = true;
    this.names.clear();
  }

  /** `tell` is called when there is something to take. */
  onAdded(tell: () => void): void {
    this.listeners.add(tell);
    if (this.names.size > 0) tell();
  }
}
