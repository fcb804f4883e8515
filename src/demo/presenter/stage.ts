/** What the presenter's page shows: two pages, and what the programs say to each other. */
import type { Request } from 'express';
import { livePage, type LivePage, type LiveStore } from '../../live/topics';
import type { Paths } from '../../paths';
import { keptSession } from '../../onboarding/application/summary';
import { view } from '../../pages/view';
import { ApplicationUrlError, applicationUrl } from '../../quote/application-url';
import type { ContractorRepository } from '../../store/contractors';
import type { EventRepository } from '../../store/events';
import type { OnboardingRepository, OnboardingRow } from '../../store/onboardings';
import type { SandboxControl } from '../control';
import { clockWords } from '../menu';
import type { DemoPaths } from '../paths';
import { DemoProblem } from '../problem';
import { nextMoment, sceneOf } from '../scene';
import { SCENARIOS } from '../scenarios/all';
import type { Presenting } from './presenting';
import { withoutSecrets } from './still';
import { tickerOf, type Ticker } from './ticker';

export interface StageDeps {
  sandbox: SandboxControl;
  presenting: Presenting;
  paths: Paths;
  demo: DemoPaths;
  applicationHosts: readonly string[];
  store: LiveStore & {
    onboardings: Pick<OnboardingRepository, 'find'>;
    contractors: Pick<ContractorRepository, 'find'>;
    events: Pick<EventRepository, 'page'>;
  };
}

/** A page in a frame, and its address as a browser would show it. */
export interface FramedPage {
  src: string;
  address: string;
}

export interface StageView {
  live: LivePage;
  /** What is played; null: nothing. */
  title: string | null;
  position: string | null;
  /** How many moments of it are over, for the press that brings about the next one. */
  at: number;
  isLarge: boolean;
  hasBack: boolean;
  /** What the next press brings about; null: nothing more. */
  next: string | null;
  operator: FramedPage;
  /** Null: there is nothing for the contractor to see. */
  contractor: FramedPage | null;
  /** What the sandbox's clock shows; null while it does not answer. */
  clock: string | null;
  scenarios: readonly { name: string; title: string; brief: string; isPlayed: boolean }[];
  ticker: Ticker;
  actions: DemoPaths;
}
export const stageView = view<StageView>('demo/presenter');

interface StartView {
  action: string;
  /** The same page at another host name, where it has to be; null: here. */
  elsewhere: string | null;
}
export const presenterStartView = view<StartView>('demo/presenter-start');

const MOST_EVENTS = 60;

export async function stageModel(req: Request, deps: StageDeps): Promise<StageView> {
  const { presenting, paths, demo, sandbox, store } = deps;
  const live = await livePage('events', store, paths);
  const shown = presenting.shown ?? paths.home;
  const host = req.get('host') ?? '';
  const [contractor, clock, ticker] = await Promise.all([
    contractorPage(shown, host, deps),
    sandbox.clock().then((now) => shortOf(clockWords(now).now), nullIfAway),
    tickerSaid(deps).then(({ calls, events }) => tickerOf(calls, events, paths.event)),
  ]);
  const scene = sceneOf(req);
  return {
    live,
    title: scene?.scenario.title ?? null,
    ...walk(req, presenting),
    isLarge: presenting.isLarge,
    hasBack: presenting.hasBefore,
    at: scene?.at ?? 0,
    operator: { src: shown, address: withoutSecrets(host + shown) },
    // A link that opens to whoever has it is not for all to read.
    contractor: contractor && { ...contractor, address: withoutSecrets(contractor.address) },
    clock,
    scenarios: SCENARIOS.map(({ name, title, brief }) => ({
      name,
      title,
      brief,
      isPlayed: name === scene?.scenario.name,
    })),
    ticker,
    actions: demo,
  };
}

/** As `26 Nov, 18:43`: the year and the zone are on the menu. */
const shortOf = (moment: string): string => moment.replace(/ \d{4}| UTC/g, '');

/** How far the scenario is played, and what comes next. */
function walk(req: Request, presenting: Presenting): Pick<StageView, 'position' | 'next'> {
  const scene = sceneOf(req);
  if (presenting.hasAfter) return { position: 'An earlier page', next: 'Next page' };
  if (!scene) return { position: null, next: null };
  const all = scene.scenario.moments.length + 1;
  const next = nextMoment(scene)?.press.replaceAll('{who}', scene.cast.who) ?? null;
  return { position: `${scene.at + 1} of ${all}`, next };
}

/** Calls and events since the walk began. */
export async function tickerSaid({
  sandbox,
  store,
  presenting,
}: Pick<StageDeps, 'sandbox' | 'store' | 'presenting'>) {
  const [calls, events] = await Promise.all([
    sandbox.calls().catch((error: unknown) => nullIfAway(error) ?? []),
    store.events.page({ limit: MOST_EVENTS }),
  ]);
  return {
    calls: calls.filter((call) => call.real_at * 1000 >= presenting.since),
    events: events.filter((event) => event.received_at >= presenting.since),
  };
}

function nullIfAway(error: unknown): null {
  if (error instanceof DemoProblem) return null;
  throw error;
}

/**
 * What the contractor sees while the operator looks at a page: the hosted application, once they were sent there; for
 * pages of a contractor, the page of their own.
 */
export async function contractorPage(
  shown: string,
  host: string,
  { paths, store, applicationHosts }: StageDeps,
): Promise<FramedPage | null> {
  const row = await onboardingOf(shown, paths, store);
  if (row) return applicationOf(row.session, applicationHosts);
  const contractor = idBelow(paths.contractors, shown);
  const known = contractor === null ? undefined : await store.contractors.find(contractor);
  if (!known) return null;
  const src = paths.cover(known.link_token);
  return { src, address: host + src };
}

/** The onboarding that a page of the operator's is about. */
export async function onboardingOf(
  shown: string,
  paths: Paths,
  { onboardings }: Pick<StageDeps['store'], 'onboardings'>,
): Promise<OnboardingRow | undefined> {
  const id = idBelow(paths.onboardings, shown);
  return id === null ? undefined : onboardings.find(id);
}

/** The id that follows in a path. */
function idBelow(base: string, path: string): string | null {
  const [id = ''] = path.startsWith(`${base}/`) ? path.slice(base.length + 1).split(/[/?#]/) : [];
  return /^[\w-]+$/.test(id) ? id : null;
}

function applicationOf(session: string | null, hosts: readonly string[]): FramedPage | null {
  const kept = keptSession(session);
  if (kept === null) return null;
  try {
    const src = applicationUrl(kept.url, hosts);
    return { src, address: src.replace(/^https?:\/\//, '') };
  } catch (error) {
    if (error instanceof ApplicationUrlError) return null;
    throw error;
  }
}
