import type { Kit } from './kit';

/** In the order of the menu. */
export const SCENARIO_NAMES = [
  'covered',
  'refused',
  'review',
  'declined',
  'resumed',
  'expired',
  'webhook-lost',
  'vendor-down',
  'returning',
  'own-certificate',
] as const;
export type ScenarioName = (typeof SCENARIO_NAMES)[number];

/** What a scenario that is being played is about: ids and names, as its moments need them. */
export interface Cast {
  /** The contractor's first name. */
  who: string;
  onboarding?: string;
  contractor?: string;
  [more: string]: string | undefined;
}

/** Where a press leaves the operator. */
export interface Stand {
  path: string;
  cast: Cast;
}

/** What one press of the strip brings about. */
export interface Moment {
  /** The button: `{who}` stands for the contractor's first name. */
  press: string;
  /** What is seen then. */
  seen: string;
  act: (kit: Kit, cast: Cast) => Promise<Stand>;
}

/** A story that is told by real calls, events and pages. */
export interface Scenario {
  name: ScenarioName;
  title: string;
  /** Beside the title, in the menu. */
  brief: string;
  /** What will be seen, on its card. */
  about: string;
  /** What to say. */
  say: string;
  /** What is seen once everything is prepared. */
  seen: string;
  tone: 'info' | 'success' | 'warning' | 'danger';
  /** How long it takes to tell. */
  seconds: number;
  prepare: (kit: Kit) => Promise<Stand>;
  moments: readonly Moment[];
}
