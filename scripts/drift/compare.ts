import { at, isPart, type Part } from './contract';
import type { Finding } from './finding';

/** Where the comparison stands. */
export interface Place {
  name: string;
  isGuess: boolean;
  /** Every text that may be private is put in here, in lower case: nothing that is the same may be shown. */
  privates: Set<string>;
}

/** Holds a value against its schema: one finding for each attribute, most of them `same`. */
export function compare(value: unknown, schema: Part, place: Place): Finding[] {
  const here = schema['x-uncertain'] === true ? { ...place, isGuess: true } : place;
  if (typeof schema['$ref'] === 'string') return compareReferred(value, schema['$ref'], here);
  if (Array.isArray(schema['anyOf'])) return closest(value, schema['anyOf'] as Part[], here);
  const types = typesOf(schema);
  const type = typeOf(value);
  const fits = types.includes(type) || (type === 'integer' && types.includes('number'));
  if (types.length > 0 && !fits) {
    keepPrivate(value, here.privates);
    const kind = type === 'null' ? 'null' : 'type';
    return [finding(here, { kind, expected: types.join(' or '), got: type })];
  }
  if (Array.isArray(value)) return compareItems(value, schema, here);
  if (isPart(value)) return compareObject(value, schema, here);
  return [compareLeaf(value, schema, here)];
}

/** An object with a name in the document is spoken of by that name, wherever it stands. */
function compareReferred(value: unknown, reference: string, place: Place): Finding[] {
  const schema = at(reference);
  const name = isPart(value) && schema['properties'] ? (reference.split('/').at(-1) ?? '') : place.name;
  return compare(value, schema, { ...place, name });
}

/** Of several forms that are allowed, the one that fits best. */
function closest(value: unknown, forms: readonly Part[], place: Place): Finding[] {
  const trials = forms.map((form) => {
    const privates = new Set<string>();
    return { privates, findings: compare(value, form, { ...place, privates }) };
  });
  const differences = ({ findings }: (typeof trials)[number]) =>
    findings.filter(({ kind }) => kind !== 'same').length;
  const isOfOther = ({ findings: [first] }: (typeof trials)[number]) =>
    first?.place === place.name && (first.kind === 'type' || first.kind === 'null');
  const [best] = trials.filter((one) => !isOfOther(one)).sort((a, b) => differences(a) - differences(b));
  const [chosen = best] = best ? [best] : trials;
  chosen?.privates.forEach((text) => place.privates.add(text));
  if (best) return best.findings;
  const expected = trials.map(({ findings: [one] }) => one?.expected).join(' or ');
  return (chosen?.findings ?? []).map((one) => ({ ...one, expected }));
}

function compareItems(items: readonly unknown[], schema: Part, place: Place): Finding[] {
  const inner = { ...place, name: `${place.name}[]` };
  const { items: ofItems } = schema;
  if (!isPart(ofItems)) return keepPrivate(items, place.privates);
  return items.flatMap((item) => compare(item, ofItems, inner));
}

function compareObject(value: Part, schema: Part, place: Place): Finding[] {
  const properties = (schema['properties'] ?? {}) as Record<string, Part>;
  const required = (schema['required'] ?? []) as string[];
  const inside = (name: string): Place => ({ ...place, name: `${place.name}.${name}` });
  const known = Object.entries(properties).flatMap(([name, inner]) => {
    if (Object.hasOwn(value, name)) return compare(value[name], inner, inside(name));
    const isGuess = place.isGuess || inner['x-uncertain'] === true;
    return required.includes(name) ? [finding({ ...inside(name), isGuess }, { kind: 'missing' })] : [];
  });
  const others = Object.entries(value).filter(([name]) => !Object.hasOwn(properties, name));
  // Names below a map are anybody's own.
  const isMap = schema['additionalProperties'] !== undefined || schema['properties'] === undefined;
  if (!isMap) return [...known, ...others.flatMap(([name, inner]) => asNew(name, inner, place))];
  others.forEach(([name]) => place.privates.add(name.toLowerCase()));
  const { additionalProperties: each } = schema;
  const inMap = isPart(each)
    ? others.flatMap(([, inner]) => compare(inner, each, inside('*')))
    : keepPrivate(Object.fromEntries(others), place.privates);
  return [...known, ...inMap];
}

function asNew(word: string, value: unknown, place: Place): Finding[] {
  keepPrivate(value, place.privates);
  return [finding(place, { kind: 'new', word, got: typeOf(value) })];
}

function compareLeaf(value: unknown, schema: Part, place: Place): Finding {
  const words = 'const' in schema ? [schema['const']] : (schema['enum'] as unknown[] | undefined);
  if (words?.includes(value)) return finding(place, { kind: 'same' });
  if (words) return finding(place, { kind: 'value', ...(typeof value === 'string' && { word: value }) });
  keepPrivate(value, place.privates);
  const { pattern } = schema;
  if (typeof pattern === 'string' && typeof value === 'string' && !new RegExp(pattern, 'u').test(value)) {
    return finding(place, { kind: 'form', expected: pattern });
  }
  return finding(place, { kind: 'same' });
}

const finding = ({ name, isGuess }: Place, said: Omit<Finding, 'place' | 'isGuess'>): Finding => ({
  ...said,
  place: name,
  isGuess,
});

/** Keeps every text in it, names too. */
function keepPrivate(value: unknown, privates: Set<string>): [] {
  if (typeof value === 'string') privates.add(value.toLowerCase());
  if (Array.isArray(value)) value.forEach((item) => keepPrivate(item, privates));
  if (isPart(value)) {
    for (const [name, inner] of Object.entries(value)) {
      privates.add(name.toLowerCase());
      keepPrivate(inner, privates);
    }
  }
  return [];
}

export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'string' ? 'text' : typeof value;
}

const NAMES: Readonly<Record<string, string>> = { string: 'text', array: 'list' };

function typesOf(schema: Part): string[] {
  const { type, enum: words } = schema;
  if ('const' in schema) return [typeOf(schema['const'])];
  if (type !== undefined) return ([type].flat() as string[]).map((name) => NAMES[name] ?? name);
  return Array.isArray(words) ? [...new Set(words.map(typeOf))] : [];
}
