import { z } from 'zod';
import { apiFaultsSchema } from '../api-faults/schema';
import { webhookFaultsSchema } from '../delivery/faults';
import { deliveryStates } from '../delivery/log';
import { schemeNames } from '../delivery/sign';
import type { Kind } from '../model/kinds';
import { organisationSchema } from '../organisation';
import { keptSeedSchema } from '../seed';
import { taskNames } from '../schedule';
import { variantsSchema } from '../variants/schema';
import { objectSchemas } from './object-schemas';

/** Changes whenever a document of before could no longer be read. */
export const FORMAT = { format: 'local-sandbox-state', version: 1 } as const;

const text = z.string();
const maybeText = text.nullable();
const whole = z.int();
const maybeWhole = whole.nullable();
const seq = z.int().min(1);

/** The same `seq` and `id` in no two rows, and so on: the database would refuse them without saying where. */
const unique =
  <Row>(...keys: ((row: Row) => unknown)[]) =>
  ({ value, issues }: z.core.ParsePayload<Row[]>) => {
    for (const key of keys) {
      const seen = new Set<unknown>();
      for (const [index, row] of value.entries()) {
        const found = key(row);
        if (seen.has(found))
          issues.push({ code: 'custom', message: 'Is there twice.', input: row, path: [index] });
        seen.add(found);
      }
    }
  };

const objectOf = <K extends Kind>(kind: K) =>
  z.strictObject({ kind: z.literal(kind), seq, id: text, created: whole, data: objectSchemas[kind] });

const object = z.discriminatedUnion('kind', [
  objectOf('contractor'),
  objectOf('entity'),
  objectOf('job'),
  objectOf('quote'),
  objectOf('session'),
  objectOf('policy'),
  objectOf('assignment'),
  objectOf('invoice'),
  objectOf('payment_session'),
  objectOf('certificate'),
  objectOf('requirement'),
  objectOf('coi_upload_session'),
  objectOf('coi_tracker'),
  objectOf('coi_tracker_session'),
  objectOf('tracked_work'),
  objectOf('event'),
  objectOf('webhook_endpoint'),
  objectOf('category_code'),
]);

const kinds = Object.keys(objectSchemas) as [Kind, ...Kind[]];
const deleted = z.strictObject({ seq, kind: z.enum(kinds), id: text, created: whole, deleted: whole });

const delivery = z.strictObject({
  seq,
  endpoint: text,
  event: text,
  type: text,
  state: z.enum(deliveryStates),
  attempts: whole,
  next_at: maybeWhole,
  last_at: maybeWhole,
  status: maybeWhole,
  error: maybeText,
});
const attempt = z.strictObject({
  seq,
  delivery: seq,
  at: whole,
  duration: whole,
  status: maybeWhole,
  error: maybeText,
  answer: maybeText,
  note: maybeText,
});
const answered = z.strictObject({
  key: text,
  fingerprint: text,
  status: whole,
  body: z.json(),
  expires: whole,
});

/**
 * The whole state but the API key and the secret that signs forms. Times are as they are kept: `created`, `deleted`,
 * `expires` and `schedule.at` in epoch seconds, everything else in milliseconds on the sandbox clock.
 */
export const stateSchema = z
  .strictObject(
    {
      format: z.literal(FORMAT.format, `Must be "${FORMAT.format}".`),
      version: z.literal(FORMAT.version, `Must be ${FORMAT.version}, the version this sandbox writes.`),
      settings: z
        .object({
          /** How far the clock was moved, in milliseconds. */
          clock_offset_ms: z.int().optional(),
          seed: keptSeedSchema.optional(),
          api_faults: apiFaultsSchema.optional(),
          webhook_faults: webhookFaultsSchema.optional(),
          variants: variantsSchema.optional(),
          organisation: organisationSchema.optional(),
        })
        .catchall(z.unknown()),
      objects: z.array(object).check(
        unique(
          (row) => row.id,
          (row) => row.seq,
        ),
      ),
      deleted_objects: z.array(deleted).check(
        unique(
          (row) => row.id,
          (row) => row.seq,
        ),
      ),
      /** Uploaded certificates, as base64. */
      files: z
        .array(z.strictObject({ object: text, content: z.base64() }))
        .check(unique((row) => row.object)),
      idempotency: z.array(answered).check(unique((row) => row.key)),
      schedule: z
        .array(z.strictObject({ task: z.enum(taskNames), object: text, at: whole, noted: z.number() }))
        .check(unique((row) => `${row.task} ${row.object}`)),
      deliveries: z.array(delivery).check(unique((row) => row.seq)),
      delivery_attempts: z.array(attempt).check(unique((row) => row.seq)),
      endpoint_settings: z
        .array(z.strictObject({ endpoint: text, scheme: z.enum(schemeNames), disabled: maybeWhole }))
        .check(unique((row) => row.endpoint)),
    },
    'Send a document that GET /_sandbox/export gave.',
  )
  .check(({ value, issues }) => {
    const ids = new Set(value.objects.map(({ id }) => id));
    const places = new Set(value.objects.map((row) => row.seq));
    for (const [index, row] of value.deleted_objects.entries()) {
      if (!ids.has(row.id) && !places.has(row.seq)) continue;
      const path = ['deleted_objects', index];
      issues.push({ code: 'custom', message: 'Is among the objects too.', input: row, path });
    }
  });

export type SandboxState = z.output<typeof stateSchema>;
