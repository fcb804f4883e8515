import { ApiError } from '../api/errors';
import type { SandboxContext } from '../context';
import type { Stored } from '../model/kinds';
import type { Contractor, Job } from '../model/parties';

/** @throws ApiError invalid_contractor_id */
export function findContractor(context: SandboxContext, id: string): Stored<Contractor> {
  const contractor = context.objects.find('contractor', id);
  if (contractor) return contractor;
  throw new ApiError(400, 'invalid_contractor_id', `There is no contractor with the id ${id}.`);
}

/** @throws ApiError invalid_job_id */
export function findJob(context: SandboxContext, id: string): Stored<Job> {
  const job = context.objects.find('job', id);
  if (job) return job;
  throw new ApiError(400, 'invalid_job_id', `There is no job with the id ${id}.`);
}

/**
 * No new work is insured for an entity that was deleted (not documented; our choice).
 * @throws ApiError invalid_entity_id
 */
export function refuseDeletedEntity(context: SandboxContext, job: string): void {
  if (!hasDeletedEntity(context, job)) return;
  throw new ApiError(400, 'invalid_entity_id', `The entity of the job ${job} was deleted.`);
}

export function hasDeletedEntity(context: SandboxContext, id: string): boolean {
  const job = context.objects.find('job', id);
  return job !== undefined && context.objects.find('entity', job.data.entity) === undefined;
}

/**
 * The platform withholds the premium from pay and remits it, instead of the contractor paying by card. Settable for
 * the organisation, the contractor and the job; any of them is enough (vendor guide "Payments").
 */
export function premiumIsWithheld(context: SandboxContext, contractor: string, job: string | null): boolean {
  if (context.organisation.current().withhold_premium) return true;
  if (context.objects.find('contractor', contractor)?.data.withhold_premium) return true;
  return job !== null && Boolean(context.objects.find('job', job)?.data.withhold_premium);
}
