import { z } from 'zod';
import type { SandboxContext } from '../context';
import type { Kind } from '../model/kinds';
import { stateSchema, type SandboxState } from '../state/document';
import { objectSchemas } from '../state/object-schemas';
import { importState, resetState } from '../state/replace';
import { seedDemoData } from '../state/seed';
import { seedSchema } from '../seed';
import { readJson } from './body';

const kinds = Object.keys(objectSchemas) as Kind[];

/** How many objects there are of each kind. */
const viewState = ({ objects }: SandboxContext) => ({
  objects: Object.fromEntries(kinds.map((kind) => [kind, objects.count(kind)])),
});

const resetSchema = z.strictObject(
  {
    keep_webhook_endpoints: z.boolean('Must be true or false.').default(true),
    seed: seedSchema.nullable().optional(),
  },
  'Send an object with keep_webhook_endpoints and seed, or nothing.',
);

/**
 * Back to empty. Webhook endpoints stay unless `{"keep_webhook_endpoints": false}` is sent, so that a running app
 * goes on receiving. `{"seed": "abc"}` gives the empty state that seed, `{"seed": null}` none; else it keeps its own.
 */
export function answerReset(context: SandboxContext, body: unknown) {
  const { keep_webhook_endpoints: keep, seed } = readJson(resetSchema, body);
  resetState(context, keep, seed);
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
