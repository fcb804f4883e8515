import type { Request, Response } from 'express';
import type { Knowledge } from '../../contractors/known/knowledge';
import type { CoverageUpdater } from '../../coverage/updater';
import { sayOnNextPage, type Notice } from '../../pages/notice';
import type { PageOptions, PageSettings } from '../../pages/page';
import { render, type View } from '../../pages/view';
import { OnboardingRemovedError } from '../../pages/page-errors';
import type { ApiClock } from '../../policy-api/api-clock';
import type { ApiCall } from '../../policy-api/calls';
import type { PolicyApi } from '../../policy-api/client';
import type { NewApiCall } from '../../store/api-calls';
import type { OnboardingPatch, OnboardingRow } from '../../store/onboardings';
import { callRow } from '../../under-the-hood/call-row';
import { hoodOfOnboarding, type HoodDeps } from '../../under-the-hood/hood';
import type { RecentCalls } from '../../under-the-hood/recent-calls';
import type { ObjectLogger } from '../../webhooks/logger';
import { adopt, type AdoptedKind } from './adopt';
import { Claim } from './claim';
import { needStepsBefore, progress } from './guard';
import type { JourneyStore } from './journey-store';
import type { JourneyView } from './journey-view';
import { stepOf, type StepId } from './steps';
import type { TestValue } from './test-values';

export interface JourneyDeps extends PageOptions {
  api: PolicyApi;
  store: JourneyStore & HoodDeps['store'];
  /** For what pages show under the hood. */
  recentCalls: Pick<RecentCalls, 'add' | 'remember' | 'seeFor'> & HoodDeps['recentCalls'];
  logger: Pick<ObjectLogger, 'warn'>;
  /** DEMO ONLY: the local sandbox's table of test data. */
  testValues: () => Promise<readonly TestValue[]>;
  /** Told when events that came too early may have found their onboarding. */
  coverage: Pick<CoverageUpdater, 'applySoon'>;
  /** Told what the onboarding has chosen, for the pages of its contractor. */
  knowledge: Pick<Knowledge, 'seeChoice' | 'forgetOnboarding'>;
  now: () => number;
  /** For the dates that the API compares with its own. */
  apiClock: Pick<ApiClock, 'now' | 'isTold'>;
  newId: () => string;
  newKey: () => string;
  newToken: () => string;
  publicUrl: string;
  applicationHosts: readonly string[];
}

/** How long a page waits for the API, with all its calls. One call has 20 seconds (see PolicyApiOptions). */
const PAGE_MS = 25_000;

/** One request on one onboarding: its row, the API with its calls noted, and the way to render a page. */
export class Journey {
  private readonly calls: NewApiCall[] = [];
  /** Objects of the onboarding that the API said it does not know, in this request. */
  readonly gone = new Set<StepId>();
  readonly api: PolicyApi;
  /** The onboarding as this request found it, before its own change. */
  before: Readonly<OnboardingRow>;
  private claim: Claim | null = null;

  readonly deps: JourneyDeps;
  readonly onboarding: OnboardingRow;
  /** The step, or the page, that makes the calls. */
  private readonly place: StepId | 'overview';
  readonly req: Request;
  readonly res: Response;

  constructor(
    deps: JourneyDeps,
    onboarding: OnboardingRow,
    place: StepId | 'overview',
    req: Request,
    res: Response,
  ) {
    this.deps = deps;
    this.onboarding = { ...onboarding };
    this.place = place;
    this.req = req;
    this.res = res;

    this.before = onboarding;
    this.api = deps.api.observedBy((call) => this.note(call)).within(PAGE_MS);
  }

  /**
   * Runs work that changes this onboarding while no other request changes it, in this process or another. `object` is
   * one that the work changes at the API and that other onboardings may use too. The onboarding is as the requests
   * before left it.
   * @throws ConflictError, OnboardingRemovedError, StepMissingError
   */
  async alone<Result>(work: () => Promise<Result>, object: string | null = null): Promise<Result> {
    const { store, newKey } = this.deps;
    const claim = new Claim(store.claims, newKey());
    this.claim = claim;
    try {
      // In this order everywhere, so that no two wait for each other.
      await claim.take(this.onboarding.id);
      if (object !== null) await claim.take(object);
      await this.readAgain();
      return await work();
    } finally {
      await this.claim?.release();
      this.claim = null;
    }
  }

  private async readAgain(): Promise<void> {
    const { onboarding, deps } = this;
    const now = await deps.store.onboardings.find(onboarding.id);
    if (!now) throw new OnboardingRemovedError();
    Object.assign(onboarding, now);
    this.before = now;
    this.needStepsBefore();
  }

  /** Goes on with another onboarding, in the place of one that was removed. */
  async startAnew(): Promise<void> {
    const { store, newId, newToken } = this.deps;
    const id = newId();
    await store.onboardings.create(id, newToken());
    Object.assign(this.onboarding, { id });
    for (const call of this.calls) call.subject = id;
    await this.readAgain();
  }

  /** @throws StepMissingError when a step has to be done before the one of this page */
  needStepsBefore(): void {
    if (this.place !== 'overview') needStepsBefore(this.onboarding, this.place);
  }

  /**
   * Makes an upstream object, as the API just answered it, this onboarding's own (see adopt.ts), together with the calls
   * made so far.
   * @throws ConflictError, OnboardingRemovedError
   */
  async adopt(
    kind: AdoptedKind,
    answered: { id: string },
    createdWithKey: string | null,
    patch: OnboardingPatch,
  ): Promise<void> {
    const { deps, onboarding, claim } = this;
    if (!claim) throw new Error('An onboarding is changed alone (see Journey.alone)');
    const object = { kind, answered, createdWithKey, patch, calls: [...this.calls] };
    Object.assign(onboarding, await adopt(deps, onboarding, claim, object));
    deps.recentCalls.remember(object.calls);
    this.calls.splice(0);
    this.claim = null;
    deps.coverage.applySoon();
  }

  /** Answers a form. The next page shows the calls made so far, and says `notice`, once. */
  redirect(path: string, notice: Notice | null = null): void {
    this.saveCalls();
    if (notice) sayOnNextPage(this.req, this.deps, notice);
    this.res.redirect(303, path);
  }

  /** Renders a page of the journey: progress, the page's own model, why we ask, and the API calls made. */
  async render<Own extends object>(
    view: View<JourneyView & Own>,
    settings: PageSettings & { status?: number },
    own: NoInfer<Own>,
  ): Promise<void> {
    const { deps, onboarding, place } = this;
    const stepId = place === 'overview' ? null : place;
    const hood = await hoodOfOnboarding(onboarding, this.calls, deps);
    const status = settings.status ?? 200;
    // A form that was not sent has its status already.
    this.res.status(status === 200 ? this.res.statusCode : status);
    const { id, contractor_name: name } = onboarding;
    const { paths } = deps;
    render(
      this.res,
      view,
      deps,
      { ...settings, hood },
      {
        ...own,
        onboarding: { id, name, href: paths.onboarding(id) },
        steps: progress(onboarding, stepId, this.gone, paths),
        step: stepId && stepOf(stepId),
      },
    );
  }

  saveCalls(): void {
    this.deps.recentCalls.add(this.calls.splice(0));
  }

  private note(call: ApiCall): void {
    this.calls.push(callRow(call, this.onboarding.id));
  }
}
