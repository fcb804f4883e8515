import { components } from './components';
import { introduction } from './introduction';
import type { PathItem, ResourceReference } from './operations';
import { applicationSessions } from './resources/application-sessions';
import { assignments } from './resources/assignments';
import { categoryCodes } from './resources/category-codes';
import { certificates } from './resources/certificates';
import { contractors } from './resources/contractors';
import { entities } from './resources/entities';
import { externalCertificates } from './resources/external-certificates';
import { events } from './resources/events';
import { invoices } from './resources/invoices';
import { jobs } from './resources/jobs';
import { paymentSessions } from './resources/payment-sessions';
import { policies } from './resources/policies';
import { quotes } from './resources/quotes';
import { webhookEndpoints } from './resources/webhook-endpoints';
import type { Schema } from './schemas';
import { webhooks } from './webhooks';

/** In the order of an onboarding. */
const resources: readonly ResourceReference[] = [
  ...[contractors, entities, categoryCodes, jobs, quotes, applicationSessions],
  ...[policies, assignments, invoices, paymentSessions, certificates, externalCertificates],
  ...[events, webhookEndpoints],
];

/**
 * The OpenAPI 3.1 document of the API, written from the vendor's public documentation and not from the code that
 * answers here: tests hold each against the other.
 */
export function openapiDocument(publicUrl: string) {
  return {
    openapi: '3.1.1',
    info: {
      title: '1099Policy API (local sandbox)',
      version: '1.0.0',
      summary: 'A stand-in for the 1099Policy API, written from its public documentation.',
      description: introduction,
    },
    servers: [{ url: publicUrl, description: 'This sandbox' }],
    security: [{ bearer: [] }, { basic: [] }, { basicWithBareKey: [] }, { bareKey: [] }],
    tags: [
      ...resources.map(({ tag }) => tag),
      { name: 'Webhooks', description: 'What is posted to webhook endpoints.' },
    ],
    paths: Object.fromEntries(resources.flatMap(pathsOf)),
    webhooks,
    components: {
      ...components,
      schemas: Object.assign({}, components.schemas, ...resources.map(({ schemas }) => schemas)) as Record<
        string,
        Schema
      >,
    },
  };
}

function pathsOf({ tag, paths }: ResourceReference): [path: string, item: PathItem][] {
  return Object.entries(paths).map(([path, item]) => {
    const tagged = Object.entries(item).map(([key, value]) => [
      key,
      key === 'parameters' ? value : { tags: [tag.name], ...value },
    ]);
    return [`/api/v1${path}`, Object.fromEntries(tagged) as PathItem];
  });
}
