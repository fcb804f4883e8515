import { cleanText } from '../../lib/text';
import { asSent, allTextsOf, type FormBody, type FormError } from './form';

export interface MetadataRow {
  key: string;
  value: string;
}

const SPARE_ROWS = 2;

/**
 * The key/value rows of a form, without empty ones. A key that the API has stays as it is there: cleaned, it would be
 * another one.
 */
export function metadataRows(body: FormBody): MetadataRow[] {
  const known = knownKeys(body);
  const keys = asSent(body, 'custom_metadata.key').map((key) => (known.includes(key) ? key : cleanText(key)));
  const values = allTextsOf(body, 'custom_metadata.value');
  return keys
    .map((key, index) => ({ key, value: values[index] ?? '' }))
    .filter(({ key, value }) => key !== '' || value !== '');
}

/** The keys that the object has at the API, as the form carries them. */
export function knownKeys(body: FormBody): string[] {
  return asSent(body, 'custom_metadata.was');
}

/**
 * What is wrong with the rows. The API drops a key whose value is empty: so a key it has (`known`) is removed, and a
 * new one would get lost without a word.
 */
export function checkMetadata(rows: readonly MetadataRow[], known: readonly string[]): FormError[] {
  const field = 'custom_metadata';
  if (rows.some(({ key }) => key === '')) return [{ field, text: 'Every custom metadata value needs a key' }];
  const lost = rows.find(({ key, value }) => value === '' && !known.includes(key));
  if (lost) return [{ field, text: `Enter a value for the custom metadata key ${lost.key}` }];
  const keys = rows.map(({ key }) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) return [{ field, text: `The custom metadata key ${twice} is there twice` }];
  return [];
}

/**
 * The rows as the API takes them. `known` are the keys the object has: the API keeps a key that is not sent, so a
 * key that was taken out is sent with an empty value, and `{}` when none is left.
 */
export function metadataOf(
  rows: readonly MetadataRow[],
  known: readonly string[] = [],
): Record<string, string> {
  if (rows.length === 0) return {};
  const removed = known.filter((key) => !rows.some((row) => row.key === key));
  const sent = [...rows, ...removed.map((key) => ({ key, value: '' }))];
  return Object.fromEntries(sent.map(({ key, value }): [string, string] => [key, value]));
}

export interface MetadataView {
  rows: MetadataRow[];
  knownKeys: string[];
}

/** The rows for a view: what is there, and some empty ones to fill in. */
export function metadataView({ body, goOnAt }: { body: FormBody; goOnAt?: string }): MetadataView {
  const spare = goOnAt === 'custom_metadata' ? SPARE_ROWS + 1 : SPARE_ROWS;
  const empty = Array.from({ length: spare }, () => ({ key: '', value: '' }));
  return { rows: [...metadataRows(body), ...empty], knownKeys: knownKeys(body) };
}

/** The metadata of an object as its form would send it to leave it as it is. */
export function metadataBody(metadata: Readonly<Record<string, unknown>> | null | undefined): FormBody {
  const keys = Object.keys(metadata ?? {});
  return {
    'custom_metadata.key': keys,
    'custom_metadata.value': Object.values(metadata ?? {}).map(asText),
    'custom_metadata.was': keys,
  };
}

/** Metadata is text; whatever else an API holds is shown as JSON. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
