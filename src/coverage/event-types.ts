/** The types of event that the API documents, once: what each means, and what it does here. */

export interface EventMeaning {
  /** In our words, in the past tense; people read it first, and the API's name second. */
  meaning: string;
  /** The kind of object that the event tells of, as the page "Events" of the documentation has it. */
  object: string;
  /** Whom it concerns. Of a contractor it may be any work, so it is found by the contractor. */
  concerns: 'onboarding' | 'contractor' | 'everybody';
  /** What it changes here, and what the operator may do then. */
  effect: string;
  tone: 'info' | 'success' | 'warning' | 'danger';
  /** For what the coverage of an onboarding depends on: its rank among events of one second, and where it then stands. */
  coverage?: { rank: number; state: string };
}

const SESSION = { object: 'Application session', concerns: 'onboarding' } as const;
const POLICY = { object: 'Policy', concerns: 'onboarding' } as const;
const ASSIGNMENT = { object: 'Assignment', concerns: 'contractor' } as const;
const CERTIFICATE = { object: 'Certificate', concerns: 'contractor' } as const;
const INVOICE = { object: 'Invoice', concerns: 'contractor' } as const;
const CARD = { object: 'Payment session', concerns: 'contractor' } as const;

/**
 * All 23: the 19 that can be subscribed to by the newest reference, the three of the page "Payment session", and
 * `certificate.error`, which one guide names and another says is never sent. A policy's events always count for more
 * than those of the application that led to it.
 */
export const EVENT_TYPES = {
  'application.created': {
    ...SESSION,
    meaning: 'Application created',
    effect: 'The contractor can apply. Send them the link, if they do not have it yet.',
    tone: 'info',
    coverage: { rank: 0, state: 'applying' },
  },
  'application.started': {
    ...SESSION,
    meaning: 'Application started',
    effect: 'The contractor is filling in the application. There is nothing to do.',
    tone: 'info',
    coverage: { rank: 1, state: 'applying' },
  },
  'application.complete': {
    ...SESSION,
    meaning: 'Application finished',
    effect: 'The policy is being issued. It is no cover yet: wait for “Policy issued”.',
    tone: 'success',
    coverage: { rank: 4, state: 'issuing' },
  },
  'application.expired': {
    ...SESSION,
    meaning: 'Application expired',
    effect: 'The link works no more. Create a new application session for the quote.',
    tone: 'warning',
    coverage: { rank: 5, state: 'application_expired' },
  },
  'application.ineligible': {
    ...SESSION,
    meaning: 'Contractor found ineligible',
    effect: 'This quote leads to no cover. Quote again with other details, or ask for a certificate.',
    tone: 'danger',
    coverage: { rank: 6, state: 'refused' },
  },
  'application.manual_review': {
    ...SESSION,
    meaning: 'Application in manual review',
    effect: 'The insurer looks at it, usually for less than 24 hours. There is nothing to do.',
    tone: 'warning',
    coverage: { rank: 2, state: 'in_review' },
  },
  'application.manual_review_approved': {
    ...SESSION,
    meaning: 'Manual review passed',
    effect: 'The contractor can finish the application. Remind them, if they do not go on.',
    tone: 'success',
    coverage: { rank: 3, state: 'applying' },
  },
  'policy.active': {
    ...POLICY,
    meaning: 'Policy issued',
    effect: 'The contractor is covered for the job from its first day. Check that day before work starts.',
    tone: 'success',
    coverage: { rank: 10, state: 'active' },
  },
  'policy.active.media': {
    ...POLICY,
    meaning: 'Media coverage active',
    effect: 'The policy covers media liability too. There is nothing to do.',
    tone: 'success',
    coverage: { rank: 11, state: 'active' },
  },
  'policy.cancelled': {
    ...POLICY,
    meaning: 'Policy cancelled',
    effect: 'The policy covers nothing any more, nor do assignments under it. Stop work that relied on it.',
    tone: 'danger',
    coverage: { rank: 13, state: 'cancelled' },
  },
  'policy.reactivated': {
    ...POLICY,
    meaning: 'Policy switched on again',
    effect: 'The policy covers again, from its first day to its end. There is nothing to do.',
    tone: 'success',
    coverage: { rank: 12, state: 'active' },
  },
  'assignment.active': {
    ...ASSIGNMENT,
    meaning: 'Assignment charged and active',
    effect: 'The contractor is covered for the job of the assignment: this event alone proves it.',
    tone: 'success',
  },
  'assignment.cancelled': {
    ...ASSIGNMENT,
    meaning: 'Assignment cancelled',
    effect: 'The job of the assignment is not covered. Report a new assignment, if the job goes on.',
    tone: 'danger',
  },
  'certificate.approved': {
    ...CERTIFICATE,
    meaning: 'Certificate approved',
    effect: 'The certificate counts as cover for as long as it says. There is nothing to do.',
    tone: 'success',
  },
  'certificate.flagged': {
    ...CERTIFICATE,
    meaning: 'Certificate flagged',
    effect:
      'Some requirement is not met, and it is no cover. A person has to decide, or a better one has to come.',
    tone: 'warning',
  },
  'certificate.denied': {
    ...CERTIFICATE,
    meaning: 'Certificate denied',
    effect: 'The certificate is no cover. Ask the contractor for another one, or quote a policy.',
    tone: 'danger',
  },
  'certificate.error': {
    ...CERTIFICATE,
    meaning: 'Certificate could not be read',
    effect: 'The certificate is no cover. Ask for a clearer file, and upload it again.',
    tone: 'danger',
  },
  'invoice.charge_card_succeeded': {
    ...INVOICE,
    meaning: 'Card charged',
    effect: 'The premium of the invoice is paid. It is no cover by itself: wait for the assignment.',
    tone: 'success',
  },
  'invoice.charge_card_failed': {
    ...INVOICE,
    meaning: 'Card could not be charged',
    effect: 'The premium is not paid, and cover may not begin. Ask the contractor to renew the card.',
    tone: 'danger',
  },
  'category_code.added': {
    object: 'Category code',
    concerns: 'everybody',
    meaning: 'Job category added',
    effect: 'Jobs can have this category from now on. There is nothing to do.',
    tone: 'info',
  },
  'payment.session.completed': {
    ...CARD,
    meaning: 'Card saved',
    effect: 'The contractor’s new card is charged from now on. There is nothing to do.',
    tone: 'success',
  },
  'payment.session.cancelled': {
    ...CARD,
    meaning: 'Renewal of the card cancelled',
    effect: 'The card stays as it was. Make a new link, if it has to be renewed.',
    tone: 'danger',
  },
  'payment.session.expired': {
    ...CARD,
    meaning: 'Renewal of the card expired',
    effect: 'The card stays as it was, and the link works no more. Make a new one.',
    tone: 'warning',
  },
} as const satisfies Record<string, EventMeaning>;

export type EventType = keyof typeof EVENT_TYPES;

/** What a type of event means; null for one that is not documented, whose events are kept and shown all the same. */
export function meaningOf(type: string): EventMeaning | null {
  return Object.hasOwn(EVENT_TYPES, type) ? EVENT_TYPES[type as EventType] : null;
}
