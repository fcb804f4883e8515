import type { Caller } from './caller';
import { isPart, operations, type Operation } from './contract';
import type { Run } from './run';

/** So many objects of each list are asked for one by one. */
const OF_EACH_LIST = 3;
const UNKNOWN = 'drift_unknown';

/**
 * Makes every call that changes nothing: all lists, some of the objects in them, and an object of each kind that is not
 * there.
 */
export async function readAll(run: Run, caller: Caller): Promise<void> {
  const reads = operations.filter(({ method }) => method === 'GET');
  const lists = reads.filter(({ path }) => !path.includes('{'));
  const ids = new Map<string, string[]>();
  for (const list of lists) {
    const answer = await run.look(list, () => caller.call('GET', list.path), [200]);
    ids.set(list.path, idsIn(answer?.body));
  }
  for (const operation of reads.filter((one) => !lists.includes(one))) {
    const [list = ''] = operation.path.split('/{');
    const found = (ids.get(list) ?? []).slice(0, OF_EACH_LIST);
    if (found.length === 0) run.leaveOut(operation, 'There is no object to ask for.');
    for (const id of found) await run.look(operation, () => caller.call('GET', pathOf(operation, id)), [200]);
    const refusals = [400, 404].filter((status) => operation.responses[status]);
    await run.look(operation, () => caller.call('GET', pathOf(operation, UNKNOWN)), refusals);
  }
}

export const pathOf = ({ path }: Operation, id: string): string =>
  path.replace(/\{\w+\}/, encodeURIComponent(id));

const idsIn = (list: unknown): string[] =>
  (Array.isArray(list) ? list : []).flatMap((one) =>
    isPart(one) && typeof one['id'] === 'string' ? [one['id']] : [],
  );
