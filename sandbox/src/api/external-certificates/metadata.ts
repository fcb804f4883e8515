import { z } from 'zod';
import { brokenTexts } from '../as-sent';
import { invalidInput } from '../errors';
import type { Upload } from '../multipart';
import { missing } from '../schema';

const FIELD = 'certificates_metadata';
const formText = `Must be JSON text: a list of objects with filename, contractor and insurance_requirement_id.`;
const text = z.string('Must be text.').nullish();
const needed = z.string(missing).regex(/\S/, missing);
const email = z.string(missing).regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'Must be an email address.');

const rest = { company_name: text, po_contact_name: text, po_contact_email: text };
const known = z.object({ email, first_name: needed, last_name: needed, ...rest }, missing);
const placeholder = z
  .object({ email: email.nullish().or(z.literal('')), first_name: text, last_name: text, ...rest }, missing)
  .nullish();

const listOf = <C extends z.ZodType>(contractor: C) =>
  z.array(z.object({ filename: needed, contractor, insurance_requirement_id: text }, formText), formText);
const schemas = { known: listOf(known), placeholder: listOf(placeholder) };

type Entries<K extends keyof typeof schemas> = z.output<(typeof schemas)[K]>;
export type Entry<K extends keyof typeof schemas> = Entries<K>[number];

/** A file with what its entry says of it. */
export interface Described<E> {
  file: Upload;
  entry: E | undefined;
  /** Where the entry stands. */
  field: string;
}

/**
 * Reads `certificates_metadata`, JSON text whose entries are matched to the files by `filename`.
 * @throws ApiError invalid_input with each wrong part of it named, and entries without a file
 */
export function describedBy<K extends keyof typeof schemas>(
  kind: K,
  sent: string | null | undefined,
  files: readonly Upload[],
): Described<Entry<K>>[] {
  const entries: readonly Entry<K>[] = sent ? read(kind, sent) : [];
  const lost = entries.findIndex(({ filename }) => !files.some((file) => file.filename === filename));
  if (lost >= 0) throw invalidInput({ [`${FIELD}.${lost}.filename`]: 'There is no file of this name.' });
  return files.map((file) => {
    const at = entries.findIndex(({ filename }) => filename === file.filename);
    return { file, entry: entries[at], field: `${FIELD}.${at}` };
  });
}

function read<K extends keyof typeof schemas>(kind: K, sent: string): Entries<K> {
  const value = parsed(sent);
  const problems = brokenTexts(value);
  const result = schemas[kind].safeParse(value);
  for (const { path, message } of result.error?.issues ?? []) {
    const where = path.join('.');
    if (!problems.has(where)) problems.set(where, message);
  }
  if (result.success && problems.size === 0) return result.data as Entries<K>;
  const named = [...problems].map(([where, why]) => [where === '' ? FIELD : `${FIELD}.${where}`, why]);
  throw invalidInput(Object.fromEntries(named) as Record<string, string>);
}

function parsed(sent: string): unknown {
  try {
    return JSON.parse(sent) as unknown;
  } catch {
    throw invalidInput({ [FIELD]: formText });
  }
}
