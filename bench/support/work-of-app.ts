/** All that the app is asked for by people and machines, and does by itself. */
import { paths } from '../../src/paths';
import type { Person } from '../../test/support/browser-like';
import { walkTo } from '../../test/support/walk';
import type { Child } from './child';

/** What was walked through, so that it is known to the API too. */
export interface Walked {
  onboarding: string;
  contractor: string;
}

/** A page by its path, or a job by the question that runs it. */
export type Work = (app: Child, walked: Walked) => Promise<unknown>;

/** Walks one onboarding as far as its application. */
export async function walkOne(person: Person): Promise<Walked> {
  const onboarding = await walkTo(person, 'application');
  await person.open(onboarding);
  const contractor = person.page.$('a[href^="/contractors/"]').attr('href');
  if (contractor === undefined) throw new Error(`No contractor on ${onboarding}`);
  return { onboarding, contractor };
}

let asked = 0;

/** Each request comes from another network, so that none meets a limit on what one may ask for. */
const ok = async (url: string, init?: RequestInit): Promise<void> => {
  asked += 1;
  const from = `10.${(asked >> 16) & 255}.${(asked >> 8) & 255}.${asked & 255}`;
  const answer = await fetch(url, { ...init, headers: { 'X-Forwarded-For': from } });
  await answer.text();
  // No webhook endpoint is registered here, so the app never calls itself ready.
  if (!answer.ok && !url.endsWith(paths.ready)) throw new Error(`Status ${answer.status} from ${url}`);
};
const page =
  (path: string): Work =>
  ({ url }) =>
    ok(url + path);
const ofOnboarding =
  (rest: string): Work =>
  ({ url }, { onboarding }) =>
    ok(url + onboarding + rest);
const ofContractor =
  (rest: string): Work =>
  ({ url }, { contractor }) =>
    ok(url + contractor + rest);
const job =
  (question: string): Work =>
  (app) =>
    app.ask(question);

/** What the API does not know is a no, which costs what a yes does but for the sentences. */
const MANY = Array.from({ length: 10 }, (_none, index) => ({ contractor: `cn_${index}`, max_age: 3600 }));

const cursor = Buffer.from(JSON.stringify([8, 'maya okafor 50', 'cn_50', 'jb_1'])).toString('base64url');

export const WORK: Readonly<Record<string, Work>> = {
  'list of onboardings': page('/'),
  'those done': page('/?show=done'),
  'those refused': page('/?show=refused'),
  'those put away': page('/?show=archived'),
  'a page far back': page('/?show=waiting&before=1700000000050.ob_x'),
  'onboardings searched': page('/?search=nobody'),
  'one onboarding': ofOnboarding(''),
  'step contractor': ofOnboarding('/contractor'),
  'step entity': ofOnboarding('/entity'),
  'step job': ofOnboarding('/job'),
  'step quote': ofOnboarding('/quote'),
  'step application': ofOnboarding('/application'),
  'calls for an onboarding': page('/calls/ob_7'),
  'those that changed something': page('/calls/ob_7?only=changes'),
  events: page('/events'),
  'events of a type': page('/events?type=policy.active'),
  'events of no type': page('/events?type=none'),
  'events far back': page('/events?before=50'),
  'events of a type far back': page('/events?type=policy.active&before=500'),
  'events of an onboarding': page('/events?onboarding=ob_7'),
  'events of a contractor': page('/events?contractor=cn_7'),
  'events unmatched': page('/events?state=unmatched'),
  'events as a file': page('/events.jsonl?contractor=cn_7'),
  'one event': page('/events/7'),
  'deliveries rejected': page('/events/rejected'),
  contractors: page('/contractors'),
  'contractors of a state': page('/contractors?state=covered'),
  'contractors found by a word': page('/contractors?search=maya7x'),
  'contractors found by many': page('/contractors?search=okafor+maya'),
  'contractors far on': page(`/contractors?after=${encodeURIComponent('["maya okafor 5","cn_5"]')}`),
  'one contractor': ofContractor(''),
  'a contractor filled in': page('/contractors/cn_7'),
  'new job': ofContractor('/new-job'),
  'new invoice': ofContractor('/invoices'),
  'new certificate': ofContractor('/certificates'),
  card: ofContractor('/card'),
  'opt-in': ofContractor('/opt-in'),
  'portal link': ofContractor('/portal-link'),
  'own page': page('/cover/link_7'),
  'coming back': page('/return/token_7/success'),
  'the board': page('/compliance'),
  'the board, on their way': page('/compliance?state=applying'),
  'the board, covered': page('/compliance?state=covered'),
  'the board, ending soon': page('/compliance?state=ends_soon'),
  'the board, searched': page('/compliance?q=nobody'),
  'the board, found by one': page('/compliance?q=n7x'),
  'the board, found by many': page('/compliance?q=okafor'),
  'the board, many of a state': page('/compliance?q=okafor&state=covered'),
  'the board, far on': page(`/compliance?after=${cursor}`),
  'the board as a file': page('/compliance.csv?q=n7x'),
  'orders to enter': page(paths.todo('orders')),
  'certificates to review': page(paths.todo('certificates')),
  'page of the gate': page('/compliance/gate?contractor=cn_7&job=jb_1'),
  keys: page(paths.keys),
  hook: page(paths.hook),
  doctor: page(paths.doctor),
  'the gate': page('/api/coverage?contractor=cn_7&job=jb_1&max_age=3600'),
  'the gate, many questions': ({ url }) =>
    ok(url + paths.gateBatch, { method: 'POST', body: JSON.stringify({ evaluations: MANY }) }),
  ready: page(paths.ready),
  'clearing away': job('tidy'),
  'catching up': job('catchUp'),
  start: job('open'),
};

/** Events that wait, of objects known here, are applied: every eleventh tells of an onboarding. */
export const applying =
  (events: number): Work =>
  async (app) => {
    await app.ask('receive', events);
    await app.ask('catchUp');
  };
