import { Router } from 'express';
import type { SandboxContext } from '../context';
import type { Kind, Kinds, Stored } from '../model';
import { scenarios } from '../scenarios';
import { count, dollars, moment } from './format';

const LATEST = 3;

type Describe<K extends Kind> = (data: Kinds[K]) => string;

/** How one object of each kind is spoken of. */
const kinds: {
  [K in Exclude<Kind, 'event' | 'category_code'>]: readonly [title: string, describe: Describe<K>];
} = {
  contractor: ['Contractors', (data) => `${data.first_name} ${data.last_name}`],
  entity: ['Entities', (data) => data.name],
  job: ['Jobs', (data) => data.name],
  quote: ['Quotes', (data) => `${data.net_rate} cents per $100`],
  session: ['Application sessions', (data) => (data.expired ? 'expired' : data.step)],
  policy: ['Policies', (data) => data.terms.coverage_type.join(', ')],
  assignment: ['Assignments', (data) => (data.eligible.result ? 'eligible' : 'not eligible')],
  invoice: ['Invoices', (data) => `${dollars(data.premium_due)} premium`],
  certificate: ['Certificates', (data) => `${data.filename}: ${data.status}`],
  webhook_endpoint: ['Webhook endpoints', (data) => data.url],
};

/** `/`: where the API is, a key to use, how to try it, and what the sandbox holds. */
export function indexRouter(context: SandboxContext): Router {
  const router = Router();
  router.get('/', (_req, res) => {
    res.render('index', {
      page: { title: 'Local sandbox', leave: null },
      model: {
        baseUrl: `${context.publicUrl()}/api/v1`,
        apiKey: context.apiKey,
        unapprovedCode: scenarios.unapprovedCode.value,
        ineligibleName: scenarios.ineligible.value,
        kinds: overview(context),
        events: latestEvents(context),
        deliveries: latestDeliveries(context),
      },
    });
  });
  return router;
}

function overview(context: SandboxContext) {
  return (Object.keys(kinds) as (keyof typeof kinds)[]).map((kind) => summaryOf(context, kind));
}

function summaryOf<K extends keyof typeof kinds>(context: SandboxContext, kind: K) {
  const [title, describe] = kinds[kind];
  const latest: Stored<Kinds[K]>[] = context.objects.page(kind, { limit: LATEST });
  return {
    title,
    count: count(context.objects.count(kind)),
    latest: latest.map(({ id, data }) => ({ id, text: describe(data) })),
  };
}

function latestEvents(context: SandboxContext) {
  return context.objects.page('event', { limit: 10 }).map(({ id, created, data }) => ({
    id,
    type: data.type,
    object: typeof data.data['id'] === 'string' ? data.data['id'] : '',
    created: moment(created * 1000),
  }));
}

interface DeliveryRow {
  seq: number;
  endpoint: string;
  type: string;
  state: 'pending' | 'delivered' | 'failed' | 'dropped';
  attempts: number;
  next_at: number | null;
  status: number | null;
  error: string | null;
}

function latestDeliveries(context: SandboxContext) {
  const rows = context.database.all<DeliveryRow>(
    'SELECT seq, endpoint, type, state, attempts, next_at, status, error FROM deliveries ORDER BY seq DESC LIMIT 10',
  );
  return rows.map((row) => ({
    ...{ type: row.type, state: row.state, attempts: row.attempts },
    url: context.objects.find('webhook_endpoint', row.endpoint)?.data.url ?? row.endpoint,
    answer: row.error ?? (row.status === null ? 'not sent yet' : String(row.status)),
    next: row.state === 'pending' && row.next_at !== null ? moment(row.next_at) : '',
  }));
}
