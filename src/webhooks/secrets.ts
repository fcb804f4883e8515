import { createHash } from 'node:crypto';

/** What is shorter was cut or never set, and others could guess it or sign with the empty key. */
export const MIN_SECRET_LENGTH = 16;

/** Secrets as a list, or as something that has the list of the moment, such as `WebhookSecrets`. */
export type Secrets = readonly string[] | { readonly all: readonly string[] };

export function secretList(secrets: Secrets): readonly string[] {
  return 'all' in secrets ? secrets.all : secrets;
}

/** Whether a secret can prove anything. */
export function isUsableSecret(secret: unknown): secret is string {
  return typeof secret === 'string' && secret.trim().length >= MIN_SECRET_LENGTH;
}

/** @throws UnusableSecretError when one of them proves nothing, such as a setting that was left empty */
export function requireUsable(secrets: Secrets): void {
  // JavaScript may hand over one text, or a setting that is absent; a TypeError would print the secret.
  const isList = typeof secrets === 'object' && secrets !== null;
  const isWhole = (secret: unknown) => isUsableSecret(secret) && !/\s/.test(secret);
  if (!isList || !secretList(secrets).every(isWhole)) throw new UnusableSecretError();
}

/** Thrown for a secret that proves nothing. The message never holds it. */
export class UnusableSecretError extends Error {
  constructor() {
    super(
      `A webhook secret has at least ${MIN_SECRET_LENGTH} characters; this one is empty, too short, or holds a space. Copy it whole from the dashboard or the API.`,
    );
  }
}

/** The signing secrets in force: those of the settings, and those learned from the API. Kept in memory only. */
export class WebhookSecrets {
  private readonly known = new Set<string>();

  /** @throws UnusableSecretError, TypeError */
  constructor(initial: readonly string[] = []) {
    // One text would be taken letter by letter.
    if (typeof initial === 'string') throw new TypeError('WebhookSecrets takes a list, such as [secret].');
    for (const secret of initial) this.add(secret);
  }

  get all(): readonly string[] {
    return [...this.known];
  }

  /** @throws UnusableSecretError */
  add(secret: string): void {
    requireUsable([secret]);
    this.known.add(secret);
  }
}

/** Eight characters that tell secrets apart in a log without giving anything away. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 8);
}
