/** The event types of the vendor's page "POST /api/v1/webhook_endpoints"; when each fires, and what it carries. */
export const eventTable = [
  ['application.created', 'ApplicationSession', 'An application session was created.', 'guessed'],
  ['application.started', 'ApplicationSession', 'The contractor started the application.'],
  ['application.complete', 'ApplicationSession', 'The contractor finished the application.'],
  ['application.expired', 'ApplicationSession', 'The session expired.', 'guessed'],
  ['application.ineligible', 'ApplicationSession', 'The contractor was found ineligible.', 'guessed'],
  ['application.manual_review', 'ApplicationSession', 'The application needs a manual review.'],
  ['application.manual_review_approved', 'ApplicationSession', 'The review was passed.'],
  ['policy.active', 'Policy', 'A policy was issued.'],
  ['policy.active.media', 'Policy', 'Media coverage became active.', 'guessed'],
  ['policy.cancelled', 'Policy', 'A policy was cancelled.'],
  ['policy.reactivated', 'Policy', 'A policy was switched on again.', 'guessed'],
  ['assignment.active', 'Assignment', 'The premium of an assignment was charged.'],
  ['assignment.cancelled', 'Assignment', 'An assignment was cancelled.'],
  ['certificate.approved', 'Certificate', 'All requirements are met.'],
  ['certificate.flagged', 'Certificate', 'Some requirement is not met; a person has to look.'],
  ['certificate.denied', 'Certificate', 'A reviewer denied the certificate.'],
  ['invoice.charge_card_succeeded', 'Invoice', 'A card was charged.', 'guessed'],
  ['invoice.charge_card_failed', 'Invoice', 'A card could not be charged.', 'guessed'],
  ['category_code.added', 'CategoryCode', 'A job category code was added or approved.', 'guessed'],
  ['payment.session.completed', 'PaymentSession', 'A contractor saved a card.', 'guessed'],
  ['payment.session.cancelled', 'PaymentSession', 'The platform or the contractor cancelled.', 'guessed'],
  ['payment.session.expired', 'PaymentSession', 'Its time was over before a card was saved.', 'guessed'],
] as const satisfies readonly (readonly [type: string, schema: string, when: string, guessed?: 'guessed'])[];

export const eventTypes: readonly string[] = eventTable.map(([type]) => type);
