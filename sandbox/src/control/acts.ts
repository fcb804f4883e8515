import { notFound } from '../api/errors';
import { pull, triggerTypes, type Triggered } from '../acts/trigger';
import { perform, actKinds, actsOf, type Happened } from '../acts/registry';
import type { SandboxContext } from '../context';
import { readJson } from './body';
import { z } from 'zod';

/**
 * `POST /applications/{id}/complete` and its like: makes it happen. Answers with how the object stands then, and with
 * the events that told of it.
 * @throws ApiError
 */
export function answerAct(context: SandboxContext, plural: string, id: string, act: string): Happened {
  const kind = actKinds.find((name) => actsOf(name).plural === plural);
  if (!kind) throw notFound(`There is no POST /_sandbox/${plural}/{id}/{act}.`);
  return perform(context, kind, id, act);
}

const typeText = `Must be one of: ${triggerTypes.join(', ')}.`;
const objectText = 'Must be the id of an object, or left out for a new one.';
const schema = z.strictObject(
  { type: z.enum(triggerTypes, typeText), object: z.string(objectText).optional() },
  'Send an object with type.',
);

/** `POST /trigger {"type": "policy.active", "object": "ias_…"}`: has the event told by what it tells of happening. */
export function answerTrigger(context: SandboxContext, body: unknown): Promise<Triggered> {
  const { type, object } = readJson(schema, body);
  return pull(context, type, object);
}
