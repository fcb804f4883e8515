import { notFound } from '../api/errors';
import { perform, actKinds, actsOf, type Happened } from '../acts/registry';
import type { SandboxContext } from '../context';

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
