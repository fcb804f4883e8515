import { z } from 'zod';
import { checkForm, type ReadForm } from '../../forms/check-form';
import { checkCoverageDates, coverageDates } from '../../forms/date-fields';
import { chosenId, type FormBody } from '../../forms/form';
import { chosenCoverage } from '../../onboarding/quote/form';
import { startOfTomorrow } from '../../quote/terms';

const fields = {
  job: z.string(),
  // Several may be ticked: `chosenCoverage` reads them.
  coverage_type: z.string(),
  ...coverageDates,
};

export const NEW_JOB_FIELDS: readonly string[] = Object.keys(fields);

/** A job as an assignment reports it. What is left out, the API chooses (see `AssignmentInput`). */
export interface NewJob {
  job: string;
  coverage_type?: string[];
  /** Epoch seconds at 00:00 UTC. */
  effective_date?: number;
  end_date?: number;
}

/** The form, or what is wrong with it. `now` is epoch seconds. Without coverage types it is those of the policy. */
export function readNewJob(body: FormBody, now: number): ReadForm<NewJob> {
  const job = chosenId(body, 'job');
  const { data, errors } = checkForm(fields, body, (read, texts) => [
    ...(job === null ? [{ field: 'job', text: 'Choose the job' }] : []),
    ...checkCoverageDates(
      read,
      texts.effective_date === '' ? startOfTomorrow(now) : read.effective_date,
      now,
    ),
  ]);
  if (data === null) return { input: null, errors };
  const { effective_date, end_date } = data;
  const coverage = chosenCoverage(body);
  return {
    errors: [],
    input: {
      job: job ?? '',
      ...(coverage.length > 0 && { coverage_type: coverage }),
      ...(effective_date !== undefined && { effective_date }),
      ...(end_date !== undefined && { end_date }),
    },
  };
}
