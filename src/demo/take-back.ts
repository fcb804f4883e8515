/** Undoes what a scenario did that could not be prepared to its end, and says what could not be undone. */
import type { Knowledge } from '../contractors/known/knowledge';
import type { PolicyApi } from '../policy-api/client';
import { PolicyApiError } from '../policy-api/errors';
import { orNull } from '../policy-api/or-null';
import type { Store } from '../store/store';
import type { Kit, KitDeps } from './kit';
import { ifProblem } from './problem';

export interface TakeBackDeps {
  api: PolicyApi;
  store: Pick<KitDeps['store'], 'onboardings'> & Pick<Store, 'exclusively'>;
  knowledge: Pick<Knowledge, 'forgetOnboarding' | 'gone'>;
}

/** Of a list that may hold what was made last. */
const MOST = 100;

/**
 * Switches its faults off, and removes what was made so far, on both sides: also what the API made and could not answer
 * any more. Gives back what became of it, in words that follow "and …".
 */
export async function takeBack(deps: TakeBackDeps, kit: Kit): Promise<string> {
  const areOff = await kit.sandbox.switchFaultsOff().then(() => true, ifProblem);
  await forgetOnboardings(deps, kit);
  const sentences = [
    `${await undoAtApi(deps, kit)}.`,
    ...(areOff ? [] : ['Its faults may still be on: switch them off in the demo menu.']),
    ...((await stayedAhead(kit).catch(ifProblem))
      ? ['The sandbox’s clock goes forward only, so it stays where this had moved it.']
      : []),
  ];
  return sentences.join(' ');
}

async function forgetOnboardings({ store, knowledge }: TakeBackDeps, kit: Kit): Promise<void> {
  for (const id of kit.started) {
    const row = await store.onboardings.find(id);
    if (!row) continue;
    await store.exclusively(id, ({ onboardings }) => onboardings.remove(id));
    await knowledge.forgetOnboarding(row);
  }
}

async function undoAtApi(deps: TakeBackDeps, kit: Kit): Promise<string> {
  try {
    const stays = await removeAtApi(deps, kit);
    const its = [stays.slice(0, -1).join(', '), stays.at(-1)].filter(Boolean).join(' and ');
    return `was taken back${its && `, but for its ${its}, which the API does not delete`}`;
  } catch (error) {
    if (error instanceof PolicyApiError) return 'what the API made of it could not be taken back';
    throw error;
  }
}

/** Gives back what stays, as the API has no way to delete it, or refuses to. @throws PolicyApiError */
async function removeAtApi({ api, knowledge }: TakeBackDeps, kit: Kit): Promise<string[]> {
  const [contractors, jobs, entities, quotes] = await Promise.all([
    api.listContractors({ limit: MOST }),
    api.listJobs({ limit: MOST }),
    api.listEntities({ limit: MOST }),
    api.listQuotes({ limit: MOST }),
  ]);
  const isNew = ({ created }: { created: number | null }) => (created ?? 0) >= (kit.began ?? Infinity);
  // By their address, which nobody else has: jobs of one name may be made in one second.
  const people = contractors.filter(({ email }) => kit.sent.has(email ?? ''));
  const stays = new Set<string>();
  for (const { id } of people) {
    // A quote keeps its job.
    if (quotes.some(({ contractor }) => contractor === id)) stays.add('quote').add('job');
    for (const what of await removeCoverage(api, id)) stays.add(what);
    await api.deleteContractor(id);
    await knowledge.gone('contractor', id);
  }
  for (const one of jobs.filter((job) => isNew(job) && kit.sent.has(job.name)))
    await orNull(api.deleteJob(one.id));
  for (const one of entities.filter((entity) => isNew(entity) && kit.sent.has(entity.name)))
    await orNull(api.deleteEntity(one.id));
  return [...stays];
}

/** What insures a contractor, or was to. What was paid for stays, and what they uploaded. */
async function removeCoverage(api: PolicyApi, contractor: string): Promise<string[]> {
  const [assignments, invoices, policies, certificates] = await Promise.all([
    api.listAssignments({ limit: MOST }),
    api.listInvoices({ contractor, limit: MOST }),
    api.listContractorPolicies(contractor, { limit: MOST }),
    api.listCertificates({ limit: MOST }),
  ]);
  const isTheirs = (one: { contractor: string | null }) => one.contractor === contractor;
  const stays = certificates.some(isTheirs) ? ['certificate'] : [];
  const remove = async (
    what: string,
    all: readonly { id: string }[],
    one: (id: string) => Promise<object>,
  ) => {
    for (const { id } of all) if ((await orNull(one(id))) === null) stays.push(what);
  };
  await remove('assignment', assignments.filter(isTheirs), (id) => api.deleteAssignment(id));
  await remove('invoice', invoices.filter(isTheirs), (id) => api.deleteInvoice(id));
  await remove('policy', policies, (id) => api.deletePolicy(id));
  return stays;
}

/** Whether the sandbox's clock was moved on since the scenario began: it cannot be put back. */
async function stayedAhead({ sandbox, offset }: Kit): Promise<boolean> {
  return offset !== null && (await sandbox.clock()).offset - offset > 1;
}
