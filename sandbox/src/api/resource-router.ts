import type { Request, Response, Router } from 'express';
import { faultHeader, isSpoiled } from '../api-faults/endings';
import { perform } from '../api-faults/inside';
import type { SandboxContext } from '../context';
import type { Kind, Kinds, Stored } from '../model/kinds';
import type { PageRequest } from '../objects';
import { readBody } from './body';
import { ApiError, invalidInput, notFound } from './errors';
import { keyHeader, once, readIdempotencyKey, type Answer } from './idempotency';
import { readExpand, readPage } from './lists';
import type { Resource } from './resource';

type Fields = Readonly<Record<string, unknown>>;

/** The routes every resource has in common; what differs stands in its definition. */
export function addResource<K extends Kind>(
  router: Router,
  context: SandboxContext,
  resource: Resource<K>,
): void {
  const { path } = resource;
  if (resource.readable !== false) addReads(router, context, resource);
  addWrites(router, context, resource);
  for (const [name, act] of Object.entries(resource.actions ?? {})) {
    router.post(`${path}/:id/${name}`, (req, res) => {
      const execute = () => {
        const object = act(context, findOr404(context, resource, req));
        return { status: 200, body: resource.view(context, object) };
      };
      return answerOnce(context, req, res, execute);
    });
  }
}

function addReads<K extends Kind>(router: Router, context: SandboxContext, resource: Resource<K>): void {
  const { path } = resource;
  router.get(path, (req, res) => {
    const expand = readExpand(req, resource.expansions);
    const page = context.objects.page(resource.kind, filtered(req, resource, context));
    res.json(page.map((object) => resource.view(context, object, expand)));
  });
  router.get(`${path}/:id`, (req, res) => {
    const expand = readExpand(req, resource.expansions);
    res.json(resource.view(context, findOr404(context, resource, req), expand));
  });
}

function addWrites<K extends Kind>(router: Router, context: SandboxContext, resource: Resource<K>): void {
  const { path } = resource;
  const create = resource.create?.bind(resource);
  const update = resource.update?.bind(resource);
  if (create) {
    router.post(path, (req, res) => {
      const execute = () => {
        const object = create(context, readBody(req));
        const body = resource.viewNew?.(context, object) ?? resource.view(context, object);
        return { status: 201, body };
      };
      return answerOnce(context, req, res, execute);
    });
  }
  if (update) {
    router.put(`${path}/:id`, (req, res) => {
      const work = () => {
        const object = findOr404(context, resource, req);
        const body = readBody(req);
        refuseFixed(resource.fixed ?? [], resource.view(context, object), body.fields);
        return { status: 200, body: resource.view(context, update(context, object, body)) };
      };
      return answerKept(context, res, () => perform(context, req, work));
    });
  }
  if (!resource.deletable) return;
  router.delete(`${path}/:id`, (req, res) => {
    const work = () => {
      const object = findOr404(context, resource, req);
      resource.beforeDelete?.(context, object);
      const deleted = context.clock.seconds();
      context.objects.remove(object, deleted);
      const body = { id: object.id, object: resource.objectName, deleted: true, deleted_at: deleted };
      return { status: 200, body };
    };
    return answerKept(context, res, () => perform(context, req, work));
  });
}

/** Answers a POST, with the idempotency key sent back. */
export function answerOnce(
  context: SandboxContext,
  req: Request,
  res: Response,
  execute: () => Answer,
): Promise<void> {
  const key = readIdempotencyKey(req);
  if (key !== undefined) res.set(keyHeader, key);
  return answerKept(context, res, () => once(context, req, execute));
}

/** Answers a call that writes, also with a refusal, once all is on disk that it and those before it wrote. */
async function answerKept({ database }: SandboxContext, res: Response, work: () => Answer): Promise<void> {
  let answer: Answer;
  try {
    answer = work();
  } finally {
    await database.settled();
  }
  if (isSpoiled(answer.body)) res.set(faultHeader, 'error');
  res.status(answer.status).json(answer.body);
}

/** To ignore a change of what cannot be changed would look like success. */
function refuseFixed(fixed: readonly string[], object: Fields, sent: Fields): void {
  const isChanged = (name: string) => !isSame(sent[name], object[name]);
  const wrong = fixed.filter((name) => sent[name] !== undefined && isChanged(name));
  if (wrong.length === 0) return;
  throw invalidInput(Object.fromEntries(wrong.map((name) => [name, 'It cannot be changed any more.'])));
}

/** Dates may be sent as text too. */
const isSame = (sent: unknown, kept: unknown): boolean =>
  sent === kept || (typeof kept === 'number' && sent === String(kept));

/** A page of a list: a bare array, newest first (vendor page "Pagination"). */
function filtered<K extends Kind>(req: Request, resource: Resource<K>, context: SandboxContext): PageRequest {
  const page = readPage(req, resource.kind, context.objects);
  for (const [parameter, name] of Object.entries(resource.filters ?? {})) {
    const value = req.query[parameter];
    if (value === undefined) continue;
    if (typeof value !== 'string') throw invalidInput({ [parameter]: 'Send it once, as text.' });
    page.lookup = { name, value };
  }
  return page;
}

/**
 * An id that is unknown, or of something deleted, is answered 404. One that exists as another kind of object was
 * mixed up, which the codes `invalid_..._id` tell (when they apply is not documented; our choice).
 */
export function findOr404<K extends Kind>(
  context: SandboxContext,
  resource: Resource<K>,
  req: Request,
): Stored<Kinds[K]> {
  const id = String(req.params['id']);
  const object = context.objects.find(resource.kind, id);
  if (object) return object;
  const other = resource.invalidId === undefined ? undefined : context.objects.kindOf(id);
  if (resource.invalidId === undefined || other === undefined) {
    throw notFound(`There is no ${resource.objectName} with the id ${id}.`);
  }
  throw new ApiError(
    400,
    resource.invalidId,
    `${id} is the id of another kind of object: ${other}, not ${resource.kind}.`,
  );
}
