import { createHash } from 'node:crypto';

/** The signing secrets in force: those of the settings, and those learned from the API. Kept in memory only. */
export class WebhookSecrets {
  private readonly known: Set<string>;

  constructor(initial: readonly string[] = []) {
    this.known = new Set(initial);
  }

  get all(): readonly string[] {
    return [...this.known];
  }

  add(secret: string): void {
    this.known.add(secret);
  }
}

/** Eight characters that tell secrets apart in a log without giving anything away. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 8);
}
