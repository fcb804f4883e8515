/** The work: jobs and the category codes that classify them. */
import { normalizeCategoryCode, normalizeJob } from '../normalize/work';
import { page, type PageParams } from '../query';
import type { Deleted } from '../types/common';
import type { CategoryCode, Job, JobInput } from '../types/work';
import type { Resource } from './resource';

export type WorkCalls = ReturnType<typeof workCalls>;

/** See `PolicyApi` for what all calls have in common. */
export function workCalls(resource: Resource) {
  return {
    /** POST /api/v1/jobs. The wage is in cents; code `job_category_not_approved` for a category code not approved. */
    createJob(input: JobInput, idempotencyKey: string): Promise<Job> {
      return resource.create('jobs', input, idempotencyKey, normalizeJob);
    },
    /** GET /api/v1/jobs/{job}. */
    getJob(id: string): Promise<Job> {
      return resource.get('jobs', id, normalizeJob);
    },
    /** PUT /api/v1/jobs/{job}. The category code cannot be changed; code `invoice_exists` once the job was invoiced. */
    updateJob(id: string, input: Partial<Omit<JobInput, 'category_code'>>): Promise<Job> {
      return resource.update('jobs', id, input, normalizeJob);
    },
    /** DELETE /api/v1/jobs/{job}, known from the vendor's SDKs. Code `job_is_used` for one that something refers to. */
    deleteJob(id: string): Promise<Deleted> {
      return resource.delete('jobs', id);
    },
    /** GET /api/v1/jobs. */
    listJobs(params?: PageParams): Promise<Job[]> {
      return resource.list('jobs', normalizeJob, page(params));
    },
    /** GET /api/v1/category_codes: all the codes approved for the account. */
    listCategoryCodes(): Promise<CategoryCode[]> {
      return resource.list('category_codes', normalizeCategoryCode);
    },
  };
}
