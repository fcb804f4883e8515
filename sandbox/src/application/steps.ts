import type { SandboxContext } from '../context';
import { premiumIsWithheld } from '../insurance/parties';
import { steps, type Session, type Step } from '../model/coverage';

/** The titles of the steps, as shown in the progress list. */
export const stepTitles: Record<Step, string> = {
  verify_info: 'Your details',
  application_questions: 'Questions',
  esignature_document: 'Signature',
  add_card_details: 'Card',
  final_review: 'Review',
  application_complete: 'Done',
};

/**
 * The steps of an application in their documented order; the card step is left out when the premium is withheld
 * from the contractor's pay (vendor guide "Payments").
 */
export function stepsOf(context: SandboxContext, session: Session): readonly Step[] {
  const withheld = isWithheld(context, session);
  return steps.filter((step) => !(withheld && step === 'add_card_details'));
}

/** The step that follows; the last one follows itself. */
export function nextStep(context: SandboxContext, session: Session): Step {
  const after = steps.slice(steps.indexOf(session.step) + 1);
  const open = stepsOf(context, session);
  return after.find((step) => open.includes(step)) ?? 'application_complete';
}

function isWithheld(context: SandboxContext, session: Session): boolean {
  const quote = session.quote === null ? undefined : context.objects.find('quote', session.quote);
  return premiumIsWithheld(context, session.contractor, quote?.data.job ?? null);
}
