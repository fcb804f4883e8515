import type { SandboxContext } from '../context';
import type { Session } from '../model/coverage';
import type { Stored } from '../model/kinds';

/** What a contractor's pages say of where they come from: names, as an address says nothing to them. */
export interface Invitation {
  /** Whom to go back to, and to ask: a name, or words that stand for one. */
  by: string;
  /** The name of the platform, where the sandbox was told one. */
  platform: string | null;
  /** The company that the work is for. */
  entity: string | null;
}

/** `job`: the id of the work that it is about; null where it is about none, or about any. */
export function invitationOf({ platform, objects }: SandboxContext, job: string | null): Invitation {
  const entityId = job === null ? undefined : objects.find('job', job)?.data.entity;
  const entity = (entityId && objects.find('entity', entityId)?.data.name) || null;
  return { by: platform ?? entity ?? 'the company that invited you', platform, entity };
}

/** Of an application: for the work that was quoted. */
export function invitationFor(context: SandboxContext, { data }: Stored<Session>): Invitation {
  const quote = data.quote === null ? undefined : context.objects.find('quote', data.quote)?.data;
  return invitationOf(context, quote?.job ?? null);
}
