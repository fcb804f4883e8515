import { countCharacters } from '../../../lib/text';
import { cardOf } from '../cards';
import type { FormFields } from '../form-fields';
import type { Step } from '../model/coverage';
import type { Card, Contractor } from '../model/parties';

export interface FieldError {
  field: string;
  text: string;
}

export interface FormResult {
  errors: FieldError[];
  /** What is kept, to be shown at the review. */
  answers: Record<string, string>;
  outcome?: 'ineligible' | 'manual_review';
  card?: Card;
}

export interface Question {
  name: string;
  text: string;
  hint: string;
  /** What is said when it is left open. */
  open: string;
  /** The answer that ends the application, or leads to a review. */
  decides?: { answer: 'yes' | 'no'; outcome: 'ineligible' | 'manual_review' };
}

/** The vendor's questions are not public; these are our own, each with what its answer leads to. */
export const questions: readonly Question[] = [
  {
    name: 'works_in_us',
    text: 'Will you do all of this work in the United States?',
    hint: 'Test data: “No” ends the application as ineligible.',
    open: 'Say whether all of the work is in the United States',
    decides: { answer: 'no', outcome: 'ineligible' },
  },
  {
    name: 'hazardous_work',
    text: 'Does the work involve explosives, or heights of more than 30 feet?',
    hint: 'Test data: “Yes” ends the application as ineligible.',
    open: 'Say whether the work involves explosives or heights',
    decides: { answer: 'yes', outcome: 'ineligible' },
  },
  {
    name: 'recent_claims',
    text: 'Have you had insurance claims or losses in the last three years?',
    hint: 'Test data: “Yes” leads to a manual review, approved 24 hours later on the sandbox’s clock.',
    open: 'Say whether you had claims or losses in the last three years',
    decides: { answer: 'yes', outcome: 'manual_review' },
  },
];

/** Of a signature; a page that cut a longer name would have it signed by somebody else. */
const LONGEST_NAME = 200;

type ReadForm = (fields: FormFields, contractor: Contractor | undefined) => FormResult;

/** Reads the form of each step. */
export const readForm: Record<Exclude<Step, 'application_complete'>, ReadForm> = {
  verify_info(fields) {
    const confirmed = fields.confirmed === 'yes';
    return result(confirmed ? [] : [{ field: 'confirmed', text: 'Confirm that your details are correct' }]);
  },
  application_questions(fields) {
    const answers = Object.fromEntries(questions.map(({ name }) => [name, fields[name] ?? '']));
    const open = questions.filter(({ name }) => !['yes', 'no'].includes(answers[name] ?? ''));
    if (open.length > 0) {
      return result(open.map((q) => ({ field: q.name, text: q.open })));
    }
    const decided = questions.filter((q) => q.decides && answers[q.name] === q.decides.answer);
    const outcomes = decided.map((q) => q.decides?.outcome);
    const outcome = outcomes.includes('ineligible') ? 'ineligible' : outcomes[0];
    return { errors: [], answers, ...(outcome && { outcome }) };
  },
  esignature_document(fields) {
    const name = fields.signature ?? '';
    const characters = countCharacters(name);
    const errors: FieldError[] = [];
    if (characters < 2) errors.push({ field: 'signature', text: 'Type your full name to sign' });
    if (characters > LONGEST_NAME)
      errors.push({ field: 'signature', text: `Your name can have at most ${LONGEST_NAME} characters` });
    if (fields.agreed !== 'yes') {
      errors.push({ field: 'agreed', text: 'Agree to the sample document to go on' });
    }
    return { errors, answers: { signature: name } };
  },
  add_card_details(fields, contractor) {
    const card = cardOf(contractor, fields.card_number);
    return 'refusal' in card
      ? result([{ field: 'card_number', text: card.refusal }])
      : { ...result([]), card };
  },
  final_review: () => result([]),
};

function result(errors: FieldError[]): FormResult {
  return { errors, answers: {} };
}
