import type { Router } from 'express';
import { z } from 'zod';
import { invalidInput, notFound } from '../api/errors';
import type { SandboxContext } from '../context';
import { DAY } from '../insurance/dates';
import type { Kinds, Stored } from '../model/kinds';
import { ALL } from '../objects';
import { readJson } from './body';
import { duration } from './clock';

const expires = { expires_in: duration.default(30 * DAY) };
const sessionSchema = z.strictObject(expires, 'Send an object with expires_in, or nothing.');
const nameText = 'Must be text of at most 200 letters.';
const trackerSchema = z.strictObject(
  {
    job: z.string('Must be the id of a job.'),
    name: z.string(nameText).trim().max(200, nameText).optional(),
    insurance_requirement_id: z.string('Must be the id of a requirement.').nullable().default(null),
    ...expires,
  },
  'Send an object with the job.',
);

const kinds = {
  '/coi-upload-sessions': 'coi_upload_session',
  '/coi-trackers': 'coi_tracker',
  '/coi-tracker-sessions': 'coi_tracker_session',
  '/tracked-work': 'tracked_work',
} as const;
type UploadKind = (typeof kinds)[keyof typeof kinds];

/** What uploads by others are made through; no call of the API makes these. */
export function addExternalUploads(router: Router, context: SandboxContext): void {
  const { objects } = context;
  for (const [path, kind] of Object.entries(kinds)) {
    router.get(path, (_req, res) => {
      res.json(objects.page(kind, { limit: ALL }).map((object) => viewUpload(context, object)));
    });
    router.get(`${path}/:id`, (req, res) => {
      const object = objects.find(kind, req.params.id);
      if (!object) throw notFound(`There is no ${kind} with the id ${req.params.id}.`);
      res.json(viewUpload(context, object));
    });
  }
  const answerNew = (path: string, create: (context: SandboxContext, body: unknown, id: string) => object) =>
    router.post(path, (req, res) => {
      res.status(201).json(create(context, req.body, String(req.params['id'])));
    });
  answerNew('/coi-upload-sessions', createUploadSession);
  answerNew('/coi-trackers', createTracker);
  answerNew('/coi-trackers/:id/sessions', createTrackerSession);
}

export const viewUpload = <K extends UploadKind>(
  _context: SandboxContext,
  { id, created, data }: Stored<Kinds[K]>,
): Record<string, unknown> => ({ id, created, ...data });

function createUploadSession(context: SandboxContext, body: unknown) {
  const now = context.clock.seconds();
  const expires_at = now + readJson(sessionSchema, body).expires_in;
  return viewUpload(
    context,
    context.objects.insert('coi_upload_session', context.ids.short('cus'), now, { expires_at }),
  );
}

/** `{"job": "jb_…"}` */
export function createTracker(context: SandboxContext, body: unknown) {
  const { objects, clock } = context;
  const { job, name, insurance_requirement_id: requirement, expires_in } = readJson(trackerSchema, body);
  const work = objects.find('job', job);
  if (!work) throw invalidInput({ job: `There is no job with the id ${job}.` });
  if (requirement !== null && !objects.find('requirement', requirement)) {
    const text = `There is no insurance requirement with the id ${requirement}.`;
    throw invalidInput({ insurance_requirement_id: text });
  }
  const now = clock.seconds();
  const data = { name: name ?? work.data.name, job, requirement, expires_at: now + expires_in };
  return viewUpload(context, objects.insert('coi_tracker', context.ids.short('trk'), now, data));
}

function createTrackerSession(context: SandboxContext, body: unknown, tracker: string) {
  const { objects, clock } = context;
  if (!objects.find('coi_tracker', tracker))
    throw notFound(`There is no COI tracker with the id ${tracker}.`);
  const now = clock.seconds();
  const expires_at = now + readJson(sessionSchema, body).expires_in;
  return viewUpload(
    context,
    objects.insert('coi_tracker_session', context.ids.short('trs'), now, { tracker, expires_at }),
  );
}
