import { entry, type Entry } from './explanation';

const TRY_AGAIN_FROM_PAGE =
  'Open the onboarding again and repeat the step, so that the API is asked about what exists.';

/** Codes on the way from the contractor to the policy, which the page "Error codes" explains. */
const documented: Record<string, Entry> = {
  duplicate_email: entry(
    'A contractor with this email exists already',
    'Emails are unique among the contractors of your account.',
    'Choose the existing contractor by this email, or enter another email.',
    'email',
  ),
  invalid_entity_id: entry(
    'The entity is not known',
    'The job names an entity that does not exist in this account.',
    'Choose another entity, or create it.',
    'entity',
  ),
  missing_job_category_code: entry(
    'The job has no category code',
    'Rates depend on the category, so a job cannot be insured without one.',
    'Choose a category code. Your codes are on the Job codes tab of the dashboard.',
    'category_code',
  ),
  invalid_job_category_code: entry(
    'The category code is not accepted here',
    'No active coverage goes with the job’s category code, or the code is not one of your account.',
    'Choose another category code, or ask for coverage of this category.',
    'category_code',
  ),
  job_category_not_approved: entry(
    'The category code is not approved yet',
    'The code exists, but 1099Policy has not approved it for your organisation.',
    'Choose an approved code, or wait for the approval: 1099Policy sends the event category_code.added.',
    'category_code',
  ),
  invoice_exists: entry(
    'The job can no longer be changed',
    'An invoice was issued for this job, which fixes it.',
    'Create a new job, or change the invoice.',
  ),
  effective_date_invalid: entry(
    'The start date is not possible',
    'Coverage can only start in the future; the date is in the past, today, or not a date.',
    'Choose a date from tomorrow on, or leave it empty for the next day.',
    'effective_date',
  ),
  end_date_invalid: entry(
    'The end date is not possible',
    'Coverage must end after it starts, and at most one year after that.',
    'Choose an end date within a year after the start, or leave it empty for 30 days.',
    'end_date',
  ),
  contractor_has_matching_policy: entry(
    'The contractor is covered already',
    'There is an active policy with the same parameters, so no new quote is needed.',
    'Use the policy on file: report the new job to it as an assignment (POST /api/v1/assignments). Or quote other coverage.',
    'coverage_type',
  ),
};

/** Known by name from the vendor's SDKs; the meaning is not documented; our reading. */
const byName: Record<string, Entry> = {
  contractor_blocked_for_writes: entry(
    'The contractor cannot be changed at the moment',
    'The API has locked this contractor, probably while it works on something else for them.',
    'Wait a minute and try again. If it goes on, ask 1099Policy.',
  ),
  invalid_contractor_id: entry(
    'The contractor is not known',
    'No contractor with this id exists in this account.',
    'Choose another contractor, or create it again.',
    'contractor',
  ),
  missing_contractor_id: entry(
    'The contractor is missing',
    'The call needs the id of a contractor.',
    'Choose a contractor first.',
    'contractor',
  ),
  invalid_job_id: entry(
    'The job is not known',
    'No job with this id exists in this account.',
    'Choose another job, or create it again.',
    'job',
  ),
  job_is_used: entry(
    'The job is in use',
    'Other objects, such as quotes or assignments, refer to this job.',
    'Leave the job as it is and create a new one.',
  ),
  invalid_quote_id: entry(
    'The quote is not known',
    'No quote with this id exists in this account.',
    'Fetch a new quote.',
    'quote',
  ),
  cant_update_create_new_quote: entry(
    'This quote can no longer be changed',
    'A quote is fixed once a policy has been issued from it.',
    'Fetch a new quote.',
  ),
  policy_already_exists: entry(
    'There is a policy for this quote already',
    'A quote becomes a policy once.',
    'Look at the policy of this quote, or fetch a new quote.',
  ),
  invalid_policy_id: entry(
    'The policy is not known',
    'No policy with this id exists in this account.',
    TRY_AGAIN_FROM_PAGE,
    'policy',
  ),
  no_active_policy: entry(
    'The contractor has no active policy',
    'The call needs coverage that is in force.',
    'Fetch a quote and let the contractor finish the application first.',
  ),
  invalid_session_id: entry(
    'The application session is not known',
    'No session with this id exists in this account.',
    'Create a new application session from the quote.',
  ),
  session_expired: entry(
    'The application session has expired',
    'An expired session can be neither changed nor finished.',
    'Create a new application session from the quote.',
  ),
  application_already_complete: entry(
    'The application is complete already',
    'The contractor has finished it, so it can be neither changed nor expired.',
    TRY_AGAIN_FROM_PAGE,
  ),
  custom_applications_disabled: entry(
    'Own application pages are not enabled',
    'Your organisation uses the hosted application; the calls for an application of your own are switched off.',
    'Use the hosted application, or ask 1099Policy to enable custom applications.',
  ),
};

export const onboardingCodes: Record<string, Entry> = { ...documented, ...byName };
