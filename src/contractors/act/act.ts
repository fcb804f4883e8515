import type { Request, RequestHandler, Response } from 'express';
import type { JourneyDeps } from '../../onboarding/journey/journey';
import type { JourneyStore } from '../../onboarding/journey/journey-store';
import { contractorName } from '../../onboarding/contractor/form';
import type { FormBody } from '../../forms/form';
import type { LiveStore } from '../../live/topics';
import { sayOnNextPage, type Notice } from '../../pages/notice';
import { ContractorGoneError, NotFoundError } from '../../pages/page-errors';
import type { PolicyApi } from '../../policy-api/client';
import { isUnknownObject, PolicyApiError } from '../../policy-api/errors';
import type { Contractor } from '../../policy-api/types/parties';
import type { ContractorRepository } from '../../store/contractors';
import type { OnboardingObjectRepository } from '../../store/onboarding-objects';
import type { Knowledge } from '../known/knowledge';
import type { KnownContractor } from '../known/records';

export type ActStore = JourneyStore &
  LiveStore & {
    objects: Pick<OnboardingObjectRepository, 'match'>;
    contractors: Pick<ContractorRepository, 'find'>;
    events: JourneyDeps['store']['events'];
  };

/** What the acts of operators work with, whichever it is. */
export interface ActDeps extends Pick<
  JourneyDeps,
  | 'api'
  | 'apiClock'
  | 'applicationHosts'
  | 'coverage'
  | 'environment'
  | 'hood'
  | 'host'
  | 'newId'
  | 'newKey'
  | 'newToken'
  | 'now'
  | 'paths'
  | 'publicUrl'
  | 'recentCalls'
  | 'testValues'
  | 'views'
  | 'words'
> {
  store: ActStore;
  knowledge: Pick<Knowledge, 'see' | 'gone' | 'of'>;
}

/** How long a page waits for the API, with all its calls. */
const PAGE_MS = 25_000;

/** One request of an operator that concerns a contractor. */
export class Act {
  readonly api: PolicyApi;
  /** Epoch milliseconds. */
  readonly began: number;
  readonly deps: ActDeps;
  /** Of the contractor, as the address has it. */
  readonly id: string;
  readonly req: Request;
  readonly res: Response;
  /** As the API gave it last in this request; null: it was not asked, or gave none. */
  contractor: Contractor | null = null;
  /** Why what the page shows is no answer of the API but what was known, in words too; null: it is. */
  stale: { error: PolicyApiError; text: string } | null = null;
  /** As it was known before, where the API gives no answer. */
  private knownName: string | null = null;

  constructor(deps: ActDeps, id: string, req: Request, res: Response) {
    this.deps = deps;
    this.id = id;
    this.req = req;
    this.res = res;
    this.began = deps.now();
    this.api = deps.api.observedBy(deps.recentCalls.seeFor(id)).within(PAGE_MS);
  }

  get body(): FormBody {
    return (this.req.body ?? {}) as FormBody;
  }

  /** Where the acts lead back to. */
  get home(): string {
    return this.deps.paths.contractor(this.id);
  }

  get name(): string {
    return this.contractor === null ? (this.knownName ?? 'The contractor') : contractorName(this.contractor);
  }

  /**
   * Asks for the contractor. A page can do without while the API gives no answer, but there is no page for one that it
   * does not know.
   * @throws ContractorGoneError
   */
  async readContractor(api = this.api): Promise<Contractor | null> {
    try {
      this.contractor = await api.getContractor(this.id);
      await this.deps.knowledge.see('contractor', this.contractor);
    } catch (error) {
      if (isUnknownObject(error)) throw new ContractorGoneError();
      if (!(error instanceof PolicyApiError)) throw error;
      this.goBy((await this.deps.knowledge.of(this.id))?.contractor);
    }
    return this.contractor;
  }

  /** Takes the name that is known, while the API gives none. */
  goBy(known: Pick<KnownContractor, 'firstName' | 'lastName'> | undefined): void {
    this.knownName = [known?.firstName, known?.lastName].filter(Boolean).join(' ') || null;
  }

  redirect(path: string, notice: Notice | null = null): void {
    if (notice) sayOnNextPage(this.req, this.deps, notice);
    this.res.redirect(303, path);
  }
}

/** An id of the API in an address. What cannot be one names nothing. */
export function idIn(req: Request, name: string, what: string): string {
  const id = String(req.params[name]);
  if (!ID.test(id)) throw new NotFoundError(what);
  return id;
}

const ID = /^[\w-]{1,100}$/;

/** Makes a handler of an act on the contractor that the address names. */
export function onContractor(deps: ActDeps, handle: (act: Act) => Promise<void> | void): RequestHandler {
  return (req, res) => {
    const id = String(req.params['contractorId']);
    if (!ID.test(id)) throw new ContractorGoneError();
    return handle(new Act(deps, id, req, res));
  };
}
