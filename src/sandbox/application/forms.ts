import type { Step } from '../model';
import { scenarios } from '../scenarios';

export interface FieldError {
  field: string;
  text: string;
}

export interface FormResult {
  errors: FieldError[];
  /** What is kept, to be shown at the review. */
  answers: Record<string, string>;
  outcome?: 'ineligible' | 'manual_review';
}

export type FormFields = Readonly<Record<string, unknown>>;

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

export const testCard = { number: '4242 4242 4242 4242', expiry: '12 / 34', code: '123' };
const declinedCard = scenarios.declinedCard.value.replaceAll(' ', '');

const everyCardText = 'The card was declined. Test data: every card of this contractor is';

const text = (fields: FormFields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value.trim() : '';
};

type ReadForm = (fields: FormFields, applicant: Applicant) => FormResult;

/** What test data says of the contractor. */
export interface Applicant {
  everyCardDeclined: boolean;
}

/** Reads the form of each step. */
export const readForm: Record<Exclude<Step, 'application_complete'>, ReadForm> = {
  verify_info(fields) {
    const confirmed = text(fields, 'confirmed') === 'yes';
    return result(confirmed ? [] : [{ field: 'confirmed', text: 'Confirm that your details are correct' }]);
  },
  application_questions(fields) {
    const answers = Object.fromEntries(questions.map(({ name }) => [name, text(fields, name)]));
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
    const name = text(fields, 'signature');
    const errors: FieldError[] = [];
    if (name.length < 2) errors.push({ field: 'signature', text: 'Type your full name to sign' });
    if (name.length > 200)
      errors.push({ field: 'signature', text: 'Your name can have at most 200 letters' });
    if (text(fields, 'agreed') !== 'yes') {
      errors.push({ field: 'agreed', text: 'Agree to the sample document to go on' });
    }
    return { errors, answers: { signature: name } };
  },
  /** Checked and forgotten: no part of a card is ever kept. */
  add_card_details(fields, { everyCardDeclined }) {
    const digits = text(fields, 'card_number').replace(/[\s-]/g, '');
    if (everyCardDeclined) return result([{ field: 'card_number', text: everyCardText }]);
    if (digits === declinedCard) {
      return result([{ field: 'card_number', text: 'The card was declined. Use another test card' }]);
    }
    if (digits === testCard.number.replaceAll(' ', '')) return result([]);
    return result([
      { field: 'card_number', text: `Use the test card ${testCard.number}; never type a real card here` },
    ]);
  },
  final_review: () => result([]),
};

function result(errors: FieldError[]): FormResult {
  return { errors, answers: {} };
}
