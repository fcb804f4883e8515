import { randomInt, randomUUID } from 'node:crypto';
import { contractorFields } from './objects';

/** Where the sandbox is. */
export type Target = { url: string; key: string };
type Body = Record<string, unknown>;

interface Answer {
  status: number;
  body: Body;
}

interface Post {
  path: string;
  fields: Body;
  key: string;
  /** Nothing: the connection broke before there was one. */
  answer?: Answer;
}

const GONE = 'gone';

/** Events that tell of the object something happens to, each after much else. */
const triggered = [
  'application.complete',
  'application.manual_review_approved',
  'assignment.active',
  'certificate.denied',
  'invoice.charge_card_failed',
  'payment.session.expired',
  'policy.cancelled',
];

/**
 * Makes calls one after the other until the server is gone, and notes what was answered; of the call that was under
 * way then, either outcome may be found afterwards.
 */
export class NotingClient {
  /** Address of an object, and how it may be found. */
  private readonly found = new Map<string, (Body | typeof GONE)[]>();
  private readonly posts: Post[] = [];
  private readonly told: { type: string; id: string }[] = [];
  private contractors: string[] = [];
  private sessions: string[] = [];
  answers = 0;

  async callUntilGone(target: Target, answered: () => void): Promise<void> {
    for (;;) {
      try {
        await this.step(target);
      } catch (error) {
        if (error instanceof ServerGone) return;
        throw error;
      }
      this.answers += 1;
      answered();
    }
  }

  private step(target: Target): Promise<void> {
    const kind = randomInt(8);
    const contractor = this.contractors.at(randomInt(Math.max(1, this.contractors.length)));
    const [session] = this.sessions;
    if (kind > 5) return kind === 6 ? this.saveCard(target) : this.trigger(target);
    if (kind < 2 || contractor === undefined) return this.addContractor(target);
    if (kind === 2) return this.change(target, contractor);
    if (kind === 3) return this.remove(target, contractor);
    return kind === 4 || session === undefined ? this.addSession(target) : this.expire(target, session);
  }

  private async addContractor(target: Target): Promise<void> {
    const { id } = await this.post(target, '/contractors', contractorFields());
    this.contractors.push(id);
  }

  private async change(target: Target, where: string): Promise<void> {
    const company_name = randomUUID();
    const before = this.stateOf(where);
    this.found.set(where, [before, { ...before, company_name }]);
    const { status, body } = await send(target, 'PUT', where, { company_name });
    expect([status, body]).toEqual([200, { ...before, company_name }]);
    this.found.set(where, [body]);
  }

  private async remove(target: Target, where: string): Promise<void> {
    this.contractors = this.contractors.filter((other) => other !== where);
    this.found.set(where, [this.stateOf(where), GONE]);
    expect((await send(target, 'DELETE', where)).status).toBe(200);
    this.found.set(where, [GONE]);
  }

  /** Its contractor is never deleted, which would end it. */
  private async addSession(target: Target): Promise<void> {
    const person = await this.post(target, '/contractors', contractorFields());
    const contractor = person.id.split('/').at(-1);
    const optIn = { is_general_opt_in: true, contractor, general_opt_in_work_state: 'CA' };
    const { id } = await this.post(target, '/apply/sessions', optIn);
    this.sessions.push(id);
    this.told.push({ type: 'application.created', id: idOf(id) });
  }

  private async expire(target: Target, where: string): Promise<void> {
    this.sessions.shift();
    const before = this.stateOf(where);
    const after = { ...before, expired: true };
    this.found.set(where, [before, after]);
    expect(await send(target, 'POST', `${where}/expire`)).toEqual({ status: 200, body: after });
    this.found.set(where, [after]);
    this.told.push({ type: 'application.expired', id: idOf(where) });
  }

  /** Through a page for a card, which no call shows once it is made. */
  private async saveCard(target: Target): Promise<void> {
    const person = await this.post(target, '/contractors', contractorFields());
    const fields = { contractor: idOf(person.id), return_url: 'http://localhost/back' };
    const { id } = await this.post(target, '/payment/sessions', fields);
    this.found.delete(id);
    await happen(target, `/payment-sessions/${idOf(id)}/complete`);
    this.told.push({ type: 'payment.session.completed', id: idOf(id) });
  }

  private async trigger(target: Target): Promise<void> {
    const type = triggered[randomInt(triggered.length)]!;
    const { object } = await happen(target, '/trigger', { type });
    this.told.push({ type, id: String(object) });
  }

  private async post(target: Target, path: string, fields: Body): Promise<{ id: string }> {
    const post: Post = { path, fields, key: randomUUID() };
    this.posts.push(post);
    post.answer = await send(target, 'POST', path, fields, post.key);
    expect(post.answer.status).toBe(201);
    const where = `${path}/${String(post.answer.body['id'])}`;
    this.found.set(where, [post.answer.body]);
    return { id: where };
  }

  private stateOf(where: string): Body {
    const [state] = this.found.get(where) ?? [];
    return state === undefined || state === GONE ? {} : state;
  }

  /** Everything that was answered is there, and what was under way is there wholly or not at all. */
  async expectKept(target: Target): Promise<void> {
    for (const [where, states] of this.found) {
      const { status, body } = await send(target, 'GET', where);
      const state = status === 404 ? GONE : body;
      expect(states).toContainEqual(state);
      this.found.set(where, [state]);
    }
    for (const post of this.posts) {
      const again = await send(target, 'POST', post.path, post.fields, post.key);
      expect(again).toEqual(post.answer ?? { status: 201, body: expect.anything() });
      post.answer ??= again;
      await this.expectOnce(target, post);
    }
  }

  /** Whether the first try was carried out or not: with its repeat it made one contractor, unless that was deleted. */
  private async expectOnce(target: Target, { path, fields, answer }: Post): Promise<void> {
    const { email } = fields;
    if (typeof email !== 'string') return;
    const { body } = await send(target, 'GET', `/contractors?email=${email}`);
    const id = String(answer?.body['id']);
    const deleted = this.found.get(`${path}/${id}`)?.[0] === GONE;
    expect((body as unknown as Body[]).map((contractor) => contractor['id'])).toEqual(deleted ? [] : [id]);
  }

  /** The events of what was answered. */
  get wanted(): readonly { type: string; id: string }[] {
    return this.told;
  }
}

const idOf = (where: string) => where.split('/').at(-1) ?? '';

/** A call of the control API, which makes something happen. */
async function happen(target: Target, where: string, body: Body = {}): Promise<Body> {
  const answer = await send({ ...target, base: '/_sandbox' }, 'POST', where, body);
  expect(answer.status).toBe(200);
  return answer.body;
}

/** The connection broke, before the answer or in the middle of it. */
class ServerGone extends Error {}

async function send(
  { url, key, base = '/api/v1' }: Target & { base?: string },
  method: string,
  where: string,
  body?: Body,
  idempotencyKey?: string,
): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${key}`,
    ...(body && { 'content-type': 'application/json' }),
    ...(idempotencyKey && { 'Ten99Policy-Idempotent-Key': idempotencyKey }),
  };
  try {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${url}${base}${where}`, { method, headers, ...sent });
    return { status: response.status, body: (await response.json()) as Body };
  } catch (error) {
    throw new ServerGone(`${method} ${where}`, { cause: error });
  }
}
