/** Where the value of a scenario is put. */
export type ScenarioField =
  | 'contractor.last_name'
  | 'job.category_code'
  | 'job.address.region'
  | 'certificate file name'
  | 'card number'
  | 'claims question'
  | 'API key';

/** Test data in the manner of a payment sandbox's test cards: a value, and what it leads to. */
export interface Scenario {
  readonly name: string;
  readonly field: ScenarioField;
  /** Case does not matter. */
  readonly value: string;
  readonly effect: string;
}

/** The one table of test data. None of it is documented by the vendor; all of it is our choice. */
export const scenarios = {
  ineligible: {
    name: 'Not eligible',
    field: 'contractor.last_name',
    value: 'Ineligible',
    effect: 'Quotes have eligible: false; the application ends as ineligible (application.ineligible).',
  },
  reviewApproved: {
    name: 'Manual review, approved',
    field: 'contractor.last_name',
    value: 'Review-Approved',
    effect: 'The application goes to manual review, and is approved 24 hours later on the sandbox clock.',
  },
  reviewRefused: {
    name: 'Manual review, refused',
    field: 'contractor.last_name',
    value: 'Review-Refused',
    effect: 'The application goes to manual review, and is ineligible 24 hours later on the sandbox clock.',
  },
  claims: {
    name: 'Manual review, by an answer',
    field: 'claims question',
    value: 'Yes',
    effect: 'The application goes to manual review, and is approved 24 hours later on the sandbox clock.',
  },
  cardDeclined: {
    name: 'Card declined',
    field: 'contractor.last_name',
    value: 'Card-Declined',
    effect: 'Every card is declined at the card step, so the application cannot be completed.',
  },
  declinedCard: {
    name: 'Card declined, another one accepted',
    field: 'card number',
    value: '4000 0000 0000 0002',
    effect: 'This card is declined at the card step; the card that is filled in there is accepted.',
  },
  cardFailsLater: {
    name: 'Card accepted, later charges fail',
    field: 'card number',
    value: '4000 0000 0000 0341',
    effect: 'This card is accepted, but later charges of it fail, until another card is on file.',
  },
  chargeFails: {
    name: 'Charge fails later',
    field: 'contractor.last_name',
    value: 'Charge-Fails',
    effect:
      'The application is completed, but later charges of its card fail (invoice.charge_card_failed), so assignments become active only once the contractor gave another card.',
  },
  otherPlatform: {
    name: 'Covered by another platform',
    field: 'contractor.last_name',
    value: 'Other-Platform',
    effect: 'Assignments are not eligible, as the policy counts as bought through another labour platform.',
  },
  oldApplication: {
    name: 'Application too old',
    field: 'contractor.last_name',
    value: 'Old-Application',
    effect:
      'Assignments are not eligible, as the application counts as completed too long ago. A new quote and application are needed.',
  },
  slowIssuance: {
    name: 'Policy issued later',
    field: 'contractor.last_name',
    value: 'Slow-Issuance',
    effect:
      'The policy (policy.active) comes 140 seconds after application.complete, by the sandbox clock. Until then there is none.',
  },
  expired: {
    name: 'Expired session',
    field: 'contractor.last_name',
    value: 'Expired',
    effect: 'The application expires when the contractor opens it (application.expired).',
  },
  slow: {
    name: 'Slow application',
    field: 'contractor.last_name',
    value: 'Slow',
    effect: 'Each page of the application takes three seconds.',
  },
  noRequirement: {
    name: 'No insurance requirement',
    field: 'contractor.last_name',
    value: 'No-Requirement',
    effect:
      'Uploading a certificate is refused with no_insurance_requirement_found, whatever requirements there are.',
  },
  certificateFlagged: {
    name: 'Certificate flagged',
    field: 'certificate file name',
    value: 'flagged.pdf',
    effect:
      'An uploaded certificate says $950,000 for each occurrence of general liability: the standard requirement asks for more, so it is flagged (certificate.flagged).',
  },
  certificateExpired: {
    name: 'Certificate with an expired policy',
    field: 'certificate file name',
    value: 'expired.pdf',
    effect: 'The general liability of an uploaded certificate expired 30 days ago, so it is flagged.',
  },
  certificateUninsured: {
    name: 'Certificate without additional insured',
    field: 'certificate file name',
    value: 'no-insured.pdf',
    effect: 'An uploaded certificate names no additional insured, so it is flagged.',
  },
  certificateNoWorkersComp: {
    name: 'Certificate without workers’ compensation',
    field: 'certificate file name',
    value: 'no-wc.pdf',
    effect: 'An uploaded certificate has no workers’ compensation, so it is flagged.',
  },
  certificateComplete: {
    name: 'Certificate that meets any requirement',
    field: 'certificate file name',
    value: 'complete.pdf',
    effect: 'An uploaded certificate says whatever the requirement asks for, so it is approved.',
  },
  certificateDenied: {
    name: 'Certificate denied',
    field: 'certificate file name',
    value: 'denied.pdf',
    effect:
      'An uploaded certificate is flagged, and denied by a reviewer an hour later on the sandbox clock (certificate.denied).',
  },
  certificateError: {
    name: 'Certificate unreadable',
    field: 'certificate file name',
    value: 'error.pdf',
    effect: 'Processing an uploaded certificate ends with status error. No event is sent.',
  },
  blocked: {
    name: 'Contractor blocked',
    field: 'contractor.last_name',
    value: 'Blocked',
    effect: 'Changing or deleting the contractor is refused with contractor_blocked_for_writes.',
  },
  expiredKey: {
    name: 'Expired key',
    field: 'API key',
    value: 't9k_test_expired',
    effect: 'Every call is refused with auth_token_expired.',
  },
  foreignKey: {
    name: 'Key of no organisation',
    field: 'API key',
    value: 't9k_test_no_tenant',
    effect: 'Every call is refused with no_tenant_found.',
  },
  readOnlyKey: {
    name: 'Key that may only read',
    field: 'API key',
    value: 't9k_test_read_only',
    effect: 'Every call but GET is refused with insufficient_permissions.',
  },
  unapprovedCode: {
    name: 'Category code not approved',
    field: 'job.category_code',
    value: 'jc_NotApprv01',
    effect: 'Creating the job is refused with job_category_not_approved.',
  },
  monopolisticState: {
    name: 'No workers’ compensation',
    field: 'job.address.region',
    value: 'OH',
    effect: 'Quotes with workers-comp are refused with a reason. So are those in ND, WA and WY.',
  },
} as const satisfies Record<string, Scenario>;

type ByLastName = {
  [Name in keyof typeof scenarios]: (typeof scenarios)[Name]['field'] extends 'contractor.last_name'
    ? Name
    : never;
}[keyof typeof scenarios];

/** The contractor's last name asks for this scenario. */
export const asksFor = (contractor: { last_name: string } | undefined, name: ByLastName): boolean =>
  contractor?.last_name.trim().toLowerCase() === scenarios[name].value.toLowerCase();
