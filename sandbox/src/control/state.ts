import { z } from 'zod';
import type { SandboxContext } from '../context';
import type { Kind } from '../model/kinds';
import { stateSchema, type SandboxState } from '../state/document';
import { objectSchemas } from '../state/object-schemas';
import { importState, resetState } from '../state/replace';
import { seedDemoData } from '../state/seed';
import { seedSchema } from '../seed';
import { readJson } from './body';
import { LATEST } from './clock';

const kinds = Object.keys(objectSchemas) as Kind[];

/** How many objects there are of each kind. */
const viewState = ({ objects }: SandboxContext) => ({
  objects: Object.fromEntries(kinds.map((kind) => [kind, objects.count(kind)])),
});

const EARLIEST = Date.UTC(2000, 0, 1) / 1000;
const atText = 'Must be a time in whole seconds since 1970-01-01 UTC, from the year 2000 on.';

const resetSchema = z.strictObject(
  {
    keep_webhook_endpoints: z.boolean('Must be true or false.').default(true),
    seed: seedSchema.nullable().optional(),
    clock_runs: z.boolean('Must be true or false.').default(false),
    at: z.int(atText).min(EARLIEST, atText).max(LATEST, atText).optional(),
  },
  'Send an object with keep_webhook_endpoints, seed, clock_runs and at, or nothing.',
);

/**
 * Back to empty. Webhook endpoints stay unless `{"keep_webhook_endpoints": false}` is sent, so that a running app
 * goes on receiving. `{"at": 1795716968}` has the clock show that time, from where it runs on. `{"seed": "abc"}` gives the empty state that seed, `{"seed": null}` none; else it keeps its own.
 */
export function answerReset(context: SandboxContext, body: unknown) {
  const { keep_webhook_endpoints: keep, seed, clock_runs: runs, at } = readJson(resetSchema, body);
  resetState(context, keep, seed, at, runs);
  return viewState(context);
}

export async function answerSeed(context: SandboxContext) {
  await seedDemoData(context);
  return viewState(context);
}

/** A document that is wrong anywhere changes nothing. */
export function answerImport(context: SandboxContext, body: unknown) {
  readJson(stateSchema, body);
  // Not what the schema gives back: the order of attributes is part of the state, as clients see it.
  importState(context, body as SandboxState);
  return viewState(context);
}
