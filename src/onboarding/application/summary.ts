import type { ApplicationSession } from '../../policy-api/types/coverage';

/** What is kept of an application session. `created`: epoch seconds UTC. */
export interface SessionSummary {
  id: string;
  url: string | null;
  step: string;
  expired: boolean;
  created: number | null;
  /** Set while the API does not know the session. */
  gone?: true;
}

/** The steps of the hosted application, in order, as the vendor's documentation names them. */
export const APPLICATION_STEPS: Readonly<Record<string, string>> = {
  verify_info: 'Checking the details',
  application_questions: 'Answering the questions',
  esignature_document: 'Signing the documents',
  add_card_details: 'Adding a payment card',
  final_review: 'Reviewing the application',
  application_complete: 'Application complete',
};

/** The name of a step for people; one we do not know is shown as the API names it. */
export function applicationStepName(step: string): string {
  return (Object.hasOwn(APPLICATION_STEPS, step) ? APPLICATION_STEPS[step] : null) ?? step;
}

export function isComplete(session: Pick<SessionSummary, 'step'>): boolean {
  return session.step === 'application_complete';
}

export function keptSession(session: string | null): SessionSummary | null {
  return session === null ? null : (JSON.parse(session) as SessionSummary);
}

export function summaryOf({ id, url, step, expired, created }: ApplicationSession): SessionSummary {
  return { id, url, step, expired, created };
}
