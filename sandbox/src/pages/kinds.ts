import { assignments } from '../api/resources/assignments';
import { contractors } from '../api/resources/contractors';
import { entities } from '../api/resources/entities';
import { invoices } from '../api/resources/invoices';
import { jobs } from '../api/resources/jobs';
import { policies } from '../api/resources/policies';
import { quotes } from '../api/resources/quotes';
import { sessions } from '../api/resources/sessions';
import { webhookEndpoints } from '../api/resources/webhook-endpoints';
import { stepTitles } from '../application/steps';
import type { SandboxContext } from '../context';
import { viewWithUrl } from '../control/payment-sessions';
import { endpointSettings } from '../delivery/endpoint-settings';
import { isBinding, stateOf } from '../insurance/assignments';
import { policyStatus } from '../insurance/policies';
import type { Kinds, Stored } from '../model/kinds';
import { complianceKinds } from './compliance-kinds';
import { dollars } from './format';
import { bad, good, nameOf, plain, wait, type KindPage, type PageKind, type Tag } from './kind-page';

const jobOf = ({ objects }: SandboxContext, job: string): string =>
  objects.find('job', job)?.data.name ?? job;
const workOf = (context: SandboxContext, { contractor, job }: { contractor: string; job: string }) =>
  `${nameOf(context, contractor)}, ${jobOf(context, job)}`;

/** How objects of each kind are listed and spoken of, in the order in which they are usually made. */
export const kindPages: { readonly [K in PageKind]: KindPage<K> } = {
  contractor: {
    title: 'Contractors',
    one: 'Contractor',
    resource: contractors,
    empty: 'The first comes with POST /api/v1/contractors.',
    describe: (_context, { data }) => `${data.first_name} ${data.last_name}, ${data.email}`,
  },
  entity: {
    title: 'Entities',
    one: 'Entity',
    resource: entities,
    empty: 'The first comes with POST /api/v1/entities.',
    describe: (_context, { data }) => data.name,
  },
  job: {
    title: 'Jobs',
    one: 'Job',
    resource: jobs,
    empty: 'The first comes with POST /api/v1/jobs.',
    describe: ({ objects }, { data }) =>
      `${data.name}, ${objects.find('entity', data.entity)?.data.name ?? data.entity}`,
  },
  quote: {
    title: 'Quotes',
    one: 'Quote',
    resource: quotes,
    empty: 'The first comes with POST /api/v1/quotes.',
    describe: (context, { data }) => `${workOf(context, data)}, ${dollars(data.net_rate)} per $100`,
    tag: (_context, { data }) =>
      data.policy !== null ? good('policy issued') : data.eligible ? plain('open') : bad('not eligible'),
  },
  session: {
    title: 'Application sessions',
    one: 'Application session',
    resource: sessions,
    empty: 'The first comes with POST /api/v1/apply/sessions.',
    describe: (context, { data }) => nameOf(context, data.contractor),
    tag(_context, { data }) {
      if (data.step === 'application_complete') return good('complete');
      if (data.expired) return bad('expired');
      if (data.ineligible) return bad('ineligible');
      return data.review === 'pending' ? wait('in review') : wait(`at: ${stepTitles[data.step]}`);
    },
  },
  policy: {
    title: 'Policies',
    one: 'Policy',
    resource: policies,
    empty: 'A policy is issued when an application is completed.',
    describe: (context, { data }) =>
      `${nameOf(context, data.terms.contractor)}, ${data.terms.coverage_type.join(', ')}`,
    tag({ clock }, { data }) {
      const status = policyStatus(clock, data);
      return status === 'active' ? good(status) : bad(status);
    },
  },
  assignment: {
    title: 'Assignments',
    one: 'Assignment',
    resource: assignments,
    empty: 'The first comes with POST /api/v1/assignments, for a contractor with a policy.',
    describe: (context, { data }) => workOf(context, data),
    tag(_context, { data }) {
      const state = stateOf(data);
      if (state === 'eligibility check') return plain(state);
      if (state === 'active') return good(state);
      return isBinding(data) ? wait(state) : bad(state);
    },
  },
  invoice: {
    title: 'Invoices',
    one: 'Invoice',
    resource: invoices,
    empty: 'The first comes with POST /api/v1/invoices, or when an assignment is charged.',
    describe: (context, { data }) => `${workOf(context, data)}, ${dollars(data.premium_due)} premium`,
    tag(_context, { data: { state } }) {
      if (state === 'failed') return bad('charge failed');
      return state === 'paid' ? good(state) : wait(state);
    },
  },
  ...complianceKinds,
  payment_session: {
    title: 'Payment sessions',
    one: 'Payment session',
    resource: { controlPath: '/payment-sessions', view: viewWithUrl },
    empty: 'The first comes with POST /api/v1/payment/sessions.',
    describe: (context, { data }) =>
      `${nameOf(context, data.contractor)}, back to ${new URL(data.return_url).host}`,
    tag(_context, { data: { status } }) {
      if (status === 'completed') return good(status);
      return status === 'pending' ? wait(status) : bad(status);
    },
  },
  webhook_endpoint: {
    title: 'Webhook endpoints',
    one: 'Webhook endpoint',
    resource: webhookEndpoints,
    empty: 'The first comes with POST /api/v1/webhook_endpoints.',
    describe: (_context, { data }) => data.url,
    tag: (context, { id }) =>
      endpointSettings(context, id).disabled === null ? good('on') : bad('switched off'),
  },
};

export const pageKinds = Object.keys(kindPages) as PageKind[];

export const isPageKind = (name: string): name is PageKind => Object.hasOwn(kindPages, name);

/** An object in a list: where it is, and what it is about. */
export interface ObjectRow {
  id: string;
  href: string;
  text: string;
  tag: Tag | null;
  created: number;
}

export function rowOf<K extends PageKind>(
  context: SandboxContext,
  kind: K,
  object: Stored<Kinds[K]>,
): ObjectRow {
  const { describe, tag }: KindPage<K> = kindPages[kind];
  return {
    id: object.id,
    href: `/objects/${kind}/${object.id}`,
    created: object.created,
    text: describe(context, object),
    tag: tag?.(context, object) ?? null,
  };
}
