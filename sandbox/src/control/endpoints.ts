import { z } from 'zod';
import { notFound } from '../api/errors';
import type { SandboxContext } from '../context';
import { endpointSettings, setScheme } from '../delivery/endpoint-settings';
import { schemeNames } from '../delivery/sign';
import type { WebhookEndpoint } from '../model/events';
import type { Stored } from '../model/kinds';
import { ALL } from '../objects';
import { readJson } from './body';

/** An endpoint with what the API does not tell of it; without its secret, which the API tells. */
export function viewEndpoint(context: SandboxContext, { id, data }: Stored<WebhookEndpoint>) {
  const { scheme, disabled } = endpointSettings(context, id);
  return { id, url: data.url, events: data.events ?? ['*'], scheme, disabled: disabled !== null };
}

export const listEndpoints = (context: SandboxContext) =>
  context.objects.page('webhook_endpoint', { limit: ALL }).map((endpoint) => viewEndpoint(context, endpoint));

const schema = z.strictObject({
  scheme: z.enum(schemeNames, `Must be one of: ${schemeNames.join(', ')}.`),
});

/** `{"scheme": "standard-webhooks"}`: how deliveries to this endpoint are signed from now on. */
export function updateEndpoint(context: SandboxContext, id: string, body: unknown) {
  const { scheme } = readJson(schema, body);
  const endpoint = context.objects.find('webhook_endpoint', id);
  if (!endpoint) throw notFound(`There is no webhook endpoint with the id ${id}.`);
  setScheme(context, id, scheme);
  return viewEndpoint(context, endpoint);
}
