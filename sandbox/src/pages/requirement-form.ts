import { numberText } from '../../../lib/text';
import type { FormFields } from '../form-fields';
import { lineTitles } from '../insurance/coverage-lines';
import { coverageLines, limitNames, type CoverageLine, type Requirement } from '../model/requirements';
import type { Field, FieldView } from './form-field';
import type { FormState } from './page-forms';

/** Fields are named after the attributes of the control API, so that its refusals name them. */
const requiredName = (line: CoverageLine) => `rules.required_coverage.${line}`;
const limitName = (line: CoverageLine, limit: (typeof limitNames)[number]) =>
  `rules.minimum_limits.${line}.${limit}`;

const checkbox = (name: string, label: string, hint?: string): Field => ({
  kind: 'checkbox',
  name,
  label,
  ...(hint !== undefined && { hint }),
});
const text = (name: string, label: string, hint: string): Field => ({ kind: 'text', name, label, hint });
const dollars = (name: string, label: string): Field => ({ kind: 'number', name, label });

const about: readonly Field[] = [
  { kind: 'text', name: 'name', label: 'Name' },
  checkbox('is_default', 'Default', 'For all work that no other requirement is for. There is one at a time.'),
];
const coverage = (line: CoverageLine): readonly Field[] => [
  checkbox(requiredName(line), 'Required'),
  dollars(limitName(line, 'each_occurrence_dollars'), 'At least, per occurrence ($)'),
  dollars(limitName(line, 'general_aggregate_dollars'), 'At least, in total ($)'),
];
const further: readonly Field[] = [
  checkbox('rules.policy_expiration', 'No policy on the certificate may have expired'),
  text('rules.additional_insured', 'Additional insured', 'Who has to be named. Empty: nobody.'),
  text('rules.certificate_holder', 'Certificate holder', 'Who has to be the holder. Empty: anybody.'),
];
const links: readonly Field[] = [
  text('entities', 'Entities', 'Ids, separated by spaces or commas. They go before job categories.'),
  text('category_codes', 'Job categories', 'Codes, separated by spaces or commas.'),
];

export interface FieldGroup {
  id: string;
  title: string;
  fields: FieldView[];
}

/** The form of a requirement: as it stands, or as it was typed when it was refused. */
export function requirementForm(requirement: Requirement | null, { errors, values }: FormState) {
  const kept = requirement ? valuesOf(requirement) : {};
  const shown: Readonly<Record<string, string>> = errors.length > 0 ? values : kept;
  const view = (field: Field): FieldView => ({
    ...field,
    id: field.name,
    value: shown[field.name] ?? '',
    error: errors.find((error) => error.field === field.name)?.text ?? null,
  });
  const group = (id: string, title: string, fields: readonly Field[]): FieldGroup => ({
    id,
    title,
    fields: fields.map(view),
  });
  return {
    about: about.map(view),
    rulesError: errors.find(({ field }) => field === 'rules')?.text ?? null,
    rules: [
      ...coverageLines.map((line) => group(line, lineTitles[line], coverage(line))),
      group('further', 'On the whole certificate', further),
    ],
    links: links.map(view),
  };
}

function valuesOf({ name, is_default, entities, category_codes, rules }: Requirement) {
  const limits = coverageLines.flatMap((line) =>
    limitNames.map((limit) => [
      limitName(line, limit),
      rules.minimum_limits[line]?.[limit]?.toLocaleString('en-US') ?? '',
    ]),
  );
  return {
    name,
    is_default: is_default ? 'on' : '',
    entities: entities.join(', '),
    category_codes: category_codes.join(', '),
    'rules.policy_expiration': rules.policy_expiration ? 'on' : '',
    'rules.additional_insured': rules.additional_insured ?? '',
    'rules.certificate_holder': rules.certificate_holder ?? '',
    ...Object.fromEntries(rules.required_coverage.map((line) => [requiredName(line), 'on'])),
    ...(Object.fromEntries(limits) as Record<string, string>),
  };
}

/** What was typed, as the control API would be sent it. */
export function readRequirement(typed: FormFields) {
  const limits = coverageLines.flatMap((line) => {
    const named = limitNames.flatMap((limit) => {
      const value = typed[limitName(line, limit)] ?? '';
      return value === '' ? [] : [[limit, dollarsIn(value)]];
    });
    return named.length === 0 ? [] : [[line, Object.fromEntries(named) as unknown]];
  });
  return {
    name: typed['name'] ?? '',
    is_default: Boolean(typed['is_default']),
    entities: listIn(typed['entities']),
    category_codes: listIn(typed['category_codes']),
    rules: {
      minimum_limits: Object.fromEntries(limits) as unknown,
      required_coverage: coverageLines.filter((line) => typed[requiredName(line)]),
      policy_expiration: Boolean(typed['rules.policy_expiration']),
      additional_insured: typed['rules.additional_insured'] || null,
      certificate_holder: typed['rules.certificate_holder'] || null,
    },
  };
}

/** `$1,000,000` as people write it; anything else stays text, which is refused. */
function dollarsIn(value: string): number | string {
  const amount = numberText(value).replace(/^\$\s*/, '');
  return /^(\d+|\d{1,3}(,\d{3})+)$/.test(amount) ? Number(amount.replaceAll(',', '')) : value;
}

const listIn = (value = ''): string[] => value.split(/[\s,;]+/).filter(Boolean);
