export const KINDS = {
  status: 'another status',
  header: 'another header',
  new: 'new attribute',
  missing: 'missing attribute',
  type: 'another type',
  null: 'null where the document has none',
  value: 'new value of an enumeration',
  form: 'text of another form',
} as const;

export type Kind = keyof typeof KINDS;

/** One thing that was looked at. It holds no value of an answer but `word`, which is redacted before it is shown. */
export interface Finding {
  kind: Kind | 'same';
  /** In words of the document, e.g. `Contractor.address.line1`. */
  place: string;
  expected?: string;
  got?: string;
  /** The name of a new attribute, or a new value of an enumeration, as it came. */
  word?: string;
  /** The document itself only guesses here. */
  isGuess: boolean;
}
