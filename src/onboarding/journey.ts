import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { coverageFrom, patchOf } from '../coverage/onboarding-coverage';
import type { CoverageUpdater } from '../coverage/updater';
import { sayOnNextPage, type Notice } from '../middleware/notice';
import { pageOf, type PageOptions, type PageSettings } from '../middleware/page';
import { NotFoundError } from '../middleware/page-errors';
import { paths } from '../paths';
import type { ApiCall } from '../policy-api/calls';
import type { PolicyApi } from '../policy-api/client';
import type { NewApiCall } from '../store/api-calls';
import type { ObjectKind, OnboardingPatch, OnboardingRow } from '../store/onboardings';
import type { Store } from '../store/store';
import { callRow, callView } from './call-view';
import { missingStep, progress } from './guard';
import type { RecentCalls } from './recent-calls';
import { stepOf, type StepId } from './steps';
import type { TestValue } from './test-data';

export interface JourneyDeps extends PageOptions {
  api: PolicyApi;
  store: Store;
  /** For the panel of API calls. */
  recentCalls: Pick<RecentCalls, 'add' | 'ofStep'>;
  logger: Pick<Logger, 'warn'>;
  /** DEMO ONLY: the local sandbox's table of test data. */
  testValues: () => Promise<readonly TestValue[]>;
  /** Told when events that came too early may have found their onboarding. */
  coverage: Pick<CoverageUpdater, 'applySoon'>;
  now: () => number;
  newKey: () => string;
  publicUrl: string;
  /** For the cURL commands beside each call. */
  apiBase: string;
  apiEnvironment: string;
  applicationHosts: readonly string[];
}

/** How long a page waits for the API, with all its calls. One call has 20 seconds (see PolicyApiOptions). */
const PAGE_MS = 25_000;
const CALLS_SHOWN = 12;

/** One request on one onboarding: its row, the API with its calls noted, and the way to render a page. */
export class Journey {
  private readonly calls: ApiCall[] = [];
  /** Objects of the onboarding that the API said it does not know, in this request. */
  readonly gone = new Set<StepId>();
  readonly api: PolicyApi;
  /** The onboarding as this request found it. */
  readonly before: Readonly<OnboardingRow>;

  constructor(
    readonly deps: JourneyDeps,
    readonly onboarding: OnboardingRow,
    /** The step, or the page, that the calls are shown on. */
    private readonly place: StepId | 'overview',
    readonly req: Request,
    readonly res: Response,
  ) {
    this.before = { ...onboarding };
    this.api = deps.api.observedBy((call) => this.calls.push(call)).within(PAGE_MS);
  }

  /** Changes the row, also for the rest of this request. */
  async update(patch: OnboardingPatch): Promise<void> {
    await this.deps.store.onboardings.update(this.onboarding.id, patch);
    Object.assign(this.onboarding, patch);
  }

  /**
   * Makes an upstream object this onboarding's own, so that its events find it. The link, the changed row and the
   * calls made so far are kept together or not at all, with one wait for the disk. With another session in use, the
   * events of the one before count no more, so coverage is derived anew.
   */
  async adopt(
    kind: ObjectKind,
    objectId: string,
    createdWithKey: string | null,
    patch: OnboardingPatch,
  ): Promise<void> {
    const { id } = this.onboarding;
    const { store, coverage } = this.deps;
    const change = { ...patch };
    await store.exclusively(id, async ({ onboardings, events, apiCalls }) => {
      await onboardings.link(id, kind, objectId, createdWithKey);
      if (patch.session_id !== undefined) {
        Object.assign(change, patchOf(await coverageFrom(events, id, patch.session_id)));
      }
      await onboardings.update(id, change);
      await apiCalls.add(this.takeCalls());
    });
    Object.assign(this.onboarding, change);
    // After the commit: an event put aside as unmatched at this very moment has seen the link, or is seen here.
    await store.events.reopenUnmatched(objectId);
    coverage.applySoon();
  }

  /** Answers a form. The next page shows the calls made so far, and says `notice`, once. */
  redirect(path: string, notice: Notice | null = null): void {
    this.saveCalls();
    if (notice) sayOnNextPage(this.res, notice);
    this.res.redirect(303, path);
  }

  /** Renders a page of the journey: progress, the page's own model, why we ask, and the API calls made. */
  async render(view: string, settings: PageSettings & { status?: number }, model: object): Promise<void> {
    const { deps, onboarding, place } = this;
    const stepId = place === 'overview' ? null : place;
    const calls = await this.latestCalls();
    this.res.status(settings.status ?? 200).render(view, {
      page: pageOf(this.req, deps, settings),
      model: {
        ...model,
        onboarding: {
          id: onboarding.id,
          name: onboarding.contractor_name,
          href: paths.onboarding(onboarding.id),
        },
        steps: progress(onboarding, stepId, this.gone),
        step: stepId && stepOf(stepId),
        calls: calls.map((call) => callView(call, deps)),
      },
    });
  }

  saveCalls(): void {
    this.deps.recentCalls.add(this.takeCalls());
  }

  /** The calls of this request and, below them, those kept from earlier ones, newest first. */
  private async latestCalls(): Promise<NewApiCall[]> {
    const { deps, onboarding, place } = this;
    const own = this.calls.map((call) => callRow(call, onboarding.id, place)).reverse();
    const earlier = await deps.recentCalls.ofStep(onboarding.id, place, CALLS_SHOWN - own.length);
    return [...own, ...earlier];
  }

  private takeCalls(): NewApiCall[] {
    return this.calls.splice(0).map((call) => callRow(call, this.onboarding.id, this.place));
  }
}

/**
 * Makes a handler of a function on a journey: finds the onboarding, sends the operator to the step that is next
 * when this one cannot be done yet, and keeps the API calls whatever happens.
 */
export function onJourney(
  deps: JourneyDeps,
  place: StepId | 'overview',
  handle: (journey: Journey) => Promise<void>,
): RequestHandler {
  return async (req, res) => {
    const onboarding = await deps.store.onboardings.find(String(req.params.onboardingId));
    if (!onboarding) throw new NotFoundError('This onboarding');
    const missing = place === 'overview' ? null : missingStep(onboarding, place);
    if (missing) {
      const notice = { kind: 'info', text: `Do this step first: the ${place} needs it.` } as const;
      sayOnNextPage(res, notice);
      return res.redirect(303, paths.step(onboarding.id, missing.id));
    }
    const journey = new Journey(deps, onboarding, place, req, res);
    try {
      await handle(journey);
    } finally {
      journey.saveCalls();
    }
  };
}
