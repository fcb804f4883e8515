import type { Request } from 'express';
import { z } from 'zod';
import type { DemoBar } from '../pages/host';
import { demoPathsUnder } from './paths';
import { SCENARIO_NAMES, type Cast, type Moment, type Scenario } from './scenario';
import { scenarioNamed } from './scenarios/all';

const COOKIE = 'demo';
const LIFE_MS = 4 * 60 * 60 * 1000;

/** Which scenario is being played, how many of its moments are over, and whom it is about. */
const sceneSchema = z.object({
  scenario: z.enum(SCENARIO_NAMES),
  at: z.int().min(0),
  cast: z.record(z.string(), z.string().max(100)),
});

export interface Scene {
  scenario: Scenario;
  at: number;
  cast: Cast;
}

/** What this browser is playing. It keeps it itself: nobody else is concerned, and nothing has to be tidied up. */
export function sceneOf({ browser }: Request): Scene | null {
  const text = browser.kept(COOKIE);
  if (text === undefined) return null;
  const { data } = sceneSchema.safeParse(asJson(text));
  const scenario = scenarioNamed(data?.scenario);
  return data && scenario ? { scenario, at: data.at, cast: { who: 'the contractor', ...data.cast } } : null;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function keepScene({ browser }: Request, scene: Scene | null): void {
  const kept = scene && JSON.stringify({ ...scene, scenario: scene.scenario.name });
  browser.keep(COOKIE, kept, LIFE_MS);
}

/** What the next press of the strip brings about; undefined at the end. */
export const nextMoment = ({ scenario, at }: Scene): Moment | undefined => scenario.moments[at];

/** For the header of each page, below `base`. */
export function demoBar(base: string): (req: Request) => DemoBar {
  const at = demoPathsUnder(base);
  return (req) => {
    // In a frame of the presenter's page, that page has the presses.
    const scene = req.get('sec-fetch-dest') === 'iframe' ? null : sceneOf(req);
    const actions = { nextAction: at.next, endAction: at.end, presentAction: at.present };
    return { href: at.home, scene: scene && { ...strip(scene), ...actions } };
  };
}

function strip(scene: Scene) {
  const { scenario, at, cast } = scene;
  const named = (text: string) => text.replaceAll('{who}', cast.who);
  const moment = nextMoment(scene);
  return {
    title: scenario.title,
    seen: named(scenario.moments[at - 1]?.seen ?? scenario.seen),
    at,
    press: moment ? named(moment.press) : null,
  };
}
