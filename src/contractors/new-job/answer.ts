import { keptHomeState } from './home-state';
import { orNull } from '../../policy-api/or-null';
import type { Job } from '../../policy-api/types/work';
import type { Act } from '../act/act';
import type { Shown } from '../assignments/read';
import { conditionsOf, type Condition, type WorkTerms } from './conditions';

/** Which of the seven conditions an answer of the API rests on changed, as far as that can be read. */
export async function conditionsOfAnswer(
  act: Act,
  { assignment, job, invoices }: Pick<Shown, 'assignment' | 'job' | 'invoices'>,
): Promise<Condition[]> {
  const { api, contractor } = act;
  const [before, codes] = await Promise.all([
    termsOfPolicy(act, assignment.policy),
    orNull(api.listCategoryCodes()),
  ]);
  const names = new Map(codes?.map(({ category_code: code, name }) => [code, name]));
  return conditionsOf({
    before,
    now: {
      coverage: assignment.coverage_type,
      homeState: contractor?.address?.region ?? null,
      ...workOf(job),
    },
    answer: assignment.eligible,
    lastCharge: invoices.find(({ charge }) => charge !== null)?.charge ?? null,
    categoryName: (code) => names.get(code) ?? code,
  });
}

/** What a policy was bought for: its quote says so, and the job of that. */
async function termsOfPolicy(act: Act, id: string | null): Promise<WorkTerms> {
  const { api, deps } = act;
  const policy = id === null ? null : await orNull(api.getPolicy(id));
  const quote = policy?.quote ? await orNull(api.getQuote(policy.quote)) : null;
  if (policy) await deps.knowledge.see('policy', policy);
  if (quote) await deps.knowledge.see('quote', quote);
  const job = quote?.job ? await orNull(api.getJob(quote.job)) : null;
  return {
    coverage: quote?.coverage_type ?? null,
    homeState: quote ? await keptHomeState(deps.store, quote.id) : null,
    ...workOf(job),
  };
}

function workOf(job: Job | null): Pick<WorkTerms, 'workState' | 'categoryCode'> {
  const workState = job && (job.address === null ? 'remote' : job.address.region);
  return { workState, categoryCode: job?.category_code ?? null };
}
