import type { KnownOfContractor } from '../known/records';

/** What acts tell of the API's answers, and ask of what is known. */
export interface Knowledge {
  /** An object as the API just answered it. */
  see(kind: string, object: { id: string }, askedAt?: number): Promise<void>;
  /** It was deleted, or the API does not know it. */
  gone(kind: string, id: string): Promise<void>;
  of(contractorId: string): Promise<KnownOfContractor | null>;
}
