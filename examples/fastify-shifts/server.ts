// A service that gives out shifts. What is about insurance was carried here by `npm run lift`, into the folder insurance.
import Fastify from 'fastify';
import { coverageOf } from './insurance/coverage/coverage-of.ts';
import { applicationFact, assignmentFact, policyFact } from './insurance/coverage/facts-from-api.ts';
import { createPolicyApi } from './insurance/policy-api/client.ts';
import { PolicyApiError } from './insurance/policy-api/errors.ts';
import type { QuoteOffer } from './insurance/quote/fetch-quote.ts';
import { fetchQuote } from './insurance/quote/fetch-quote.ts';
import { openApplication } from './insurance/quote/open-application.ts';

const {
  API_BASE = 'https://api.1099policy.com/api/v1',
  API_KEY = '',
  HOSTS = 'apply.1099policy.com',
  PORT = '4000',
} = process.env;

const COVERAGE = ['general', 'workers-comp'];
const api = createPolicyApi({ baseUrl: API_BASE, apiKey: API_KEY, environment: 'sandbox' });

/** What was made for a worker and a job. Replace: a table. */
const offers = new Map<string, { quote: QuoteOffer; session: string }>();

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
  const { covered, state, from, until, missing, reasons } = coverageOf(await factsOf(worker, job), {
    at,
    job,
    coverage: COVERAGE,
  });
  return reply.code(covered ? 201 : 409).send({ covered, state, from, until, missing, reasons });
});

async function factsOf(worker: string, job: string) {
  const offer = offers.get(`${worker} ${job}`);
  const [policies, assignments, session] = await Promise.all([
    api.listPolicies({ limit: 100, quote: offer?.quote.id }),
    api.listAssignments({ limit: 100 }),
    offer && api.getApplicationSession(offer.session),
  ]);
  const quoteOf = (id: string | null) =>
    id !== null && id === offer?.quote.id ? { ...offer.quote, job } : null;
  return {
    policies: offer ? policies.map((policy) => policyFact(policy, quoteOf(policy.quote))) : [],
    // Replace `active` by what your webhook was told: `assignment.active` alone is proof.
    assignments: assignments
      .filter(({ contractor }) => contractor === worker)
      .map((assignment) => assignmentFact(assignment, { active: false })),
    certificates: [],
    // Once there is a policy, the application has said all it can.
    applications: session && policies.length === 0 ? [applicationFact(session)] : [],
  };
}

console.log(await app.listen({ port: Number(PORT), host: '127.0.0.1' }));
