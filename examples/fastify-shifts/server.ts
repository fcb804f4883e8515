// A service that gives out shifts. What is about insurance was carried here by `npm run lift`, into the folder insurance.
import Fastify from 'fastify';
import { gateOf, notAnswered, type GateKnowledge } from './insurance/compliance/gate.ts';
import { factsOfContractor } from './insurance/coverage/facts-of-contractor.ts';
import { createPolicyApi } from './insurance/policy-api/client.ts';
import { PolicyApiError } from './insurance/policy-api/errors.ts';
import type { QuoteOffer } from './insurance/quote/fetch-quote.ts';
import { fetchQuote } from './insurance/quote/fetch-quote.ts';
import { openApplication } from './insurance/quote/open-application.ts';
import { fastifyWebhook } from './insurance/webhooks/fastify.ts';
import { timestamped } from './insurance/webhooks/schemes/timestamped.ts';

const {
  API_BASE = 'https://api.1099policy.com/api/v1',
  API_KEY = '',
  HOSTS = 'apply.1099policy.com',
  PORT = '4000',
  WEBHOOK_SECRET = '',
} = process.env;

const COVERAGE = ['general', 'workers-comp'];
const api = createPolicyApi({ baseUrl: API_BASE, apiKey: API_KEY, environment: 'sandbox' });

/** What was made for a worker and a job. Replace: a table. */
const offers = new Map<string, { quote: QuoteOffer; session: string }>();
/** Assignments that events told to be active, and whose they are. Replace: a table. */
const active = new Map<string, string | null>();

interface Work {
  worker: string;
  job: string;
}

const app = Fastify({ logger: process.env.LOG === 'on' });

app.setErrorHandler((error: unknown, _request, reply) => {
  if (!(error instanceof PolicyApiError)) throw error;
  return reply
    .code(502)
    .send({ error: error.code ?? error.kind, message: error.message, request: error.requestId });
});

const webhook = fastifyWebhook({
  path: '/webhooks/insurance',
  secrets: WEBHOOK_SECRET === '' ? [] : [WEBHOOK_SECRET],
  schemes: [timestamped()],
  record: ({ type, objectId, contractorId }) => {
    if (type !== 'assignment.active' || objectId === null) return Promise.resolve('new');
    const answer = active.has(objectId) ? 'duplicate' : 'new';
    active.set(objectId, contractorId);
    return Promise.resolve(answer);
  },
});
app.register(webhook);

/** A quote for a job, and where the worker applies for it. Asked again, it is the same application. */
app.post<{ Body: Work }>('/applications', async ({ body: { worker, job } }, reply) => {
  const work = `${worker} ${job}`;
  const before = offers.get(work);
  const input = { contractor: worker, job, coverage_type: COVERAGE };
  const { quote } = await fetchQuote(api, input, { previous: before?.quote, key: `quote ${work}` });
  if (!quote.eligible)
    return reply.code(422).send({ error: 'not_eligible', message: quote.eligible_message });
  const { id, url } = await openApplication(api, quote.id, {
    returnTo: { success: 'https://shifts.example/covered', cancel: 'https://shifts.example/later' },
    previous: before?.session,
    allowedHosts: HOSTS.split(','),
    key: `application ${work} ${quote.id}`,
  });
  offers.set(work, { quote, session: id });
  return { url };
});

/** A shift starts only when its worker is covered then. `at`: epoch seconds UTC. */
app.post<{ Body: Work & { at: number } }>('/shifts', async ({ body: { worker, job, at } }, reply) => {
  const question = { contractor: worker, job, at, coverage: COVERAGE };
  const answer = gateOf(question, await knownOf(worker, job), 60);
  return reply.code(answer.decision ? 201 : 409).send(answer);
});

/** What the API says now; where it cannot be asked nothing is known, so the answer is no. */
async function knownOf(worker: string, job: string): Promise<GateKnowledge> {
  const { session } = offers.get(`${worker} ${job}`) ?? {};
  const told = [...active].filter(([, contractor]) => contractor === worker).map(([id]) => id);
  try {
    const sessions = session === undefined ? [] : [session];
    const { facts, unread } = await factsOfContractor(api, worker, { job, active: told.reverse(), sessions });
    // Only shifts of jobs that we have are asked for.
    return { facts, unread, ageSeconds: 0, jobExists: true, isUnknown: false, problem: null };
  } catch (error) {
    return { facts: null, ageSeconds: null, jobExists: null, ...notAnswered(error) };
  }
}

console.log(await app.listen({ port: Number(PORT), host: '127.0.0.1' }));
