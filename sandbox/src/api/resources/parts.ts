import type { Address, Metadata } from '../../model/parties';

type SentAddress = { [Part in keyof Address]?: Address[Part] | undefined };

const noAddress: Address = {
  line1: null,
  line2: null,
  locality: null,
  region: null,
  postalcode: null,
  country: null,
};

/** Undefined leaves the address, null takes it away, parts change what they name; "" and null unset a part. */
export function mergeAddress(old: Address | null, sent: SentAddress | null | undefined): Address | null {
  if (sent === undefined) return old;
  return sent === null ? null : { ...(old ?? noAddress), ...withoutUndefined(sent) };
}

/** A key with an empty value is unset; `{}` (or null) clears all. */
export function mergeMetadata(
  old: Metadata,
  sent: Record<string, string | number | boolean | null> | null | undefined,
): Metadata {
  if (sent === undefined) return old;
  const entries = Object.entries(sent ?? {});
  if (entries.length === 0) return {};
  const merged = new Map(Object.entries(old));
  for (const [key, value] of entries) {
    if (value === null || value === '') merged.delete(key);
    else merged.set(key, value);
  }
  // fromEntries defines keys, so a key named __proto__ is a key like any other.
  return Object.fromEntries(merged);
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Parameters that were not sent leave an object unchanged. */
export function withoutUndefined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}

interface Dates {
  effective_date?: number | null | undefined;
  end_date?: number | null | undefined;
}

/** A date that was not sent stays; null asks for the default again. */
export function changedDates(old: Dates, sent: Dates): Dates {
  return {
    effective_date: sent.effective_date === undefined ? old.effective_date : sent.effective_date,
    end_date: sent.end_date === undefined ? old.end_date : sent.end_date,
  };
}
