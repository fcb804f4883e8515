import { control } from './control';
import type { Answer, RunningSandbox } from './running-sandbox';
import { CertificateSteps } from './sequence-certificates';
import { expectToldOnce, happen, pay, signIn } from './sequence-endings';
import { expectSum, merged } from './sequence-rules';
import { kindsOfObject, type Choose, type Fields } from './sequence-kinds';

/** One step of a sequence: what to do, with which kind of object, and numbers to decide the rest by. */
export interface Step {
  act:
    | 'create'
    | 'twins'
    | 'update'
    | 'delete'
    | 'end'
    | 'page'
    | 'wait'
    | 'happen'
    | 'pay'
    | 'sign in'
    | 'require'
    | 'send';
  path: string;
  numbers: readonly number[];
}

interface Made {
  id: string;
  [attribute: string]: unknown;
}

/** Makes the calls of a sequence, and holds what the API promises after each. */
export class Sequence {
  /** What was made and not deleted, newest first, as it was answered then. */
  private readonly made = new Map<string, Made[]>();
  private keys = 0;
  private now = 0;

  private readonly sandbox: RunningSandbox;
  private readonly certificates: CertificateSteps;

  constructor(sandbox: RunningSandbox) {
    this.sandbox = sandbox;
    this.certificates = new CertificateSteps(sandbox, (path) => this.objects(path));
  }

  /** The sandbox's clock stands still but for what a sequence moves it. */
  async begin(): Promise<this> {
    this.now = (await control(this.sandbox, 'GET', '/clock')).body.now as number;
    return this;
  }

  async run({ act, path, numbers }: Step): Promise<void> {
    const choose = this.chooser(numbers);
    switch (act) {
      case 'create':
        return void (await this.create(path, choose));
      case 'twins':
        return this.twins(path, choose);
      case 'update':
        return this.update(path, choose);
      case 'delete':
        return this.delete(path, choose);
      case 'end':
        return this.end(choose);
      case 'page':
        return choose.number(2) === 0 ? this.pageToOlder(path, choose) : this.pageToNewer(path, choose);
      case 'happen':
        await happen(this.sandbox, choose);
        return this.certificates.expectReviewed();
      case 'pay':
        return pay(this.sandbox, choose);
      case 'sign in':
        return signIn(this.sandbox, choose);
      case 'require':
        return this.certificates.require(choose);
      case 'send':
        return this.certificates.sendFromOutside(choose);
      case 'wait':
        return this.wait(choose.of(['10s', '70s', '10m', '36m', '25h', '31d']));
    }
  }

  private chooser(numbers: readonly number[]): Choose {
    let at = 0;
    const number = (below: number) => (numbers[at++ % numbers.length] ?? 0) % below;
    const any = (path: string) => this.objects(path)[number(Math.max(1, this.objects(path).length))];
    return {
      number,
      of: (values) => values[number(values.length)]!,
      id: (path) => any(path)?.id ?? 'x_0000000000',
      attribute: (path, name) => any(path)?.[name],
      now: () => this.now,
    };
  }

  private objects(path: string): Made[] {
    const list = this.made.get(path) ?? [];
    this.made.set(path, list);
    return list;
  }

  private async send(method: string, where: string, body?: Fields, key?: string): Promise<Answer> {
    const headers = key === undefined ? {} : { 'Ten99Policy-Idempotent-Key': key };
    const answer =
      where.startsWith('/files') && body
        ? await this.upload(where, body, headers)
        : await this.sandbox.call(method, where, body, headers);
    expect([200, 201, 400, 404]).toContain(answer.status);
    if (answer.status >= 400) expect(Object.keys(answer.body).sort()).toEqual(['error_code', 'message']);
    return answer;
  }

  private upload(where: string, fields: Fields, headers: Record<string, string>): Promise<Answer> {
    const field = (name: string, rest: string, value: string) =>
      `--x\r\nContent-Disposition: form-data; name="${name}"${rest}\r\n\r\n${value}\r\n`;
    const named = `; filename="${String(fields['filename'])}"\r\nContent-Type: application/pdf`;
    const file = field('certificate', named, '%PDF');
    const body = `${field('contractor', '', String(fields['contractor']))}${file}--x--\r\n`;
    return this.sandbox.call('POST', where, body, {
      ...headers,
      'content-type': 'multipart/form-data; boundary=x',
    });
  }

  private async create(path: string, choose: Choose): Promise<void> {
    const answer = await this.send('POST', path, kindsOfObject[path]!.make(choose));
    await this.note(path, answer);
  }

  private async note(path: string, answer: Answer): Promise<void> {
    if (answer.status !== 201) return;
    expectSum(path, answer.body as Fields);
    this.objects(path).unshift(answer.body as Made);
    expect((await this.send('GET', `${path}/${answer.body.id}`)).body).toEqual(answer.body);
    await this.expectListed(path);
  }

  /** The same call twice at once, and once more: one object, one answer. */
  private async twins(path: string, choose: Choose): Promise<void> {
    const body = kindsOfObject[path]!.make(choose);
    const key = `key ${(this.keys += 1)}`;
    const send = () => this.send('POST', path, body, key);
    const answers = [...(await Promise.all([send(), send()])), await send()];
    for (const answer of answers) {
      expect([answer.status, answer.body]).toEqual([answers[0]!.status, answers[0]!.body]);
    }
    await this.note(path, answers[0]!);
  }

  private async update(path: string, choose: Choose): Promise<void> {
    const { update, derived = [] } = kindsOfObject[path]!;
    const id = choose.id(path);
    const before = await this.send('GET', `${path}/${id}`);
    if (!update || before.status !== 200) return;
    const sent = update(choose);
    const answer = await this.send('PUT', `${path}/${id}`, sent);
    const after = await this.send('GET', `${path}/${id}`);
    if (answer.status !== 200) return expect(after.body).toEqual(before.body);
    expect(after.body).toEqual(answer.body);
    expectSum(path, after.body as Fields);
    const { is_active: _told, ...told } = sent;
    const wanted = merged(before.body as Fields, told);
    for (const name of derived) wanted[name] = (after.body as Fields)[name];
    expect(after.body).toEqual(wanted);
  }

  private async delete(path: string, choose: Choose): Promise<void> {
    const { deletedAs, update } = kindsOfObject[path]!;
    const id = choose.id(path);
    const before = await this.send('GET', `${path}/${id}`);
    if (before.status !== 200) return;
    const answer = await this.send('DELETE', `${path}/${id}`);
    if (answer.status === 400 || deletedAs === undefined) {
      expect((await this.send('GET', `${path}/${id}`)).body).toEqual(before.body);
      return;
    }
    const deleted_at = this.now;
    expect([answer.status, answer.body]).toEqual([200, { id, object: deletedAs, deleted: true, deleted_at }]);
    for (const method of ['GET', 'DELETE'])
      expect((await this.send(method, `${path}/${id}`)).status).toBe(404);
    if (update) expect((await this.send('PUT', `${path}/${id}`, {})).status).toBe(404);
    this.made.set(
      path,
      this.objects(path).filter((object) => object.id !== id),
    );
    await this.expectListed(path);
  }

  /** An application expires, or an assignment is cancelled. */
  private async end(choose: Choose): Promise<void> {
    if (choose.number(2) === 0) {
      await this.send('POST', `/apply/sessions/${choose.id('/apply/sessions')}/expire`);
    } else await this.send('POST', '/assignments/cancel', { job_id: choose.id('/jobs') });
  }

  private async wait(advance: string): Promise<void> {
    this.now = (await control(this.sandbox, 'POST', '/clock', { advance })).body.now as number;
    await this.certificates.expectReviewed();
  }

  private async ids(path: string, query: string): Promise<string[]> {
    return ((await this.send('GET', `${path}?${query}`)).body as Made[]).map(({ id }) => id);
  }

  /** All that was made is there, newest first; nothing that was deleted, and nothing else. */
  private async expectListed(path: string): Promise<string[]> {
    const listed = await this.ids(path, 'limit=100');
    const made = this.objects(path).map(({ id }) => id);
    const ours = kindsOfObject[path]!.appears ? listed.filter((id) => made.includes(id)) : listed;
    expect(ours).toEqual(made);
    return listed;
  }

  /** What was there at the beginning comes once each, while newer objects are added. */
  private async pageToOlder(path: string, choose: Choose): Promise<void> {
    const wanted = await this.expectListed(path);
    const limit = 1 + choose.number(4);
    const seen: string[] = [];
    for (let page = await this.ids(path, `limit=${limit}`); page.length > 0;) {
      expect(page.length).toBeLessThanOrEqual(limit);
      seen.push(...page);
      if (seen.length <= 2 * limit) await this.create(path, choose);
      page = await this.ids(path, `limit=${limit}&starting_after=${seen.at(-1)}`);
    }
    expect(seen).toEqual(wanted);
  }

  /** From the oldest on, each object comes once, those too that are added meanwhile. */
  private async pageToNewer(path: string, choose: Choose): Promise<void> {
    const oldest = (await this.expectListed(path)).at(-1);
    if (oldest === undefined) return;
    const limit = 1 + choose.number(4);
    const seen = [oldest];
    for (let page = [oldest]; page.length > 0;) {
      if (seen.length <= 2 * limit) await this.create(path, choose);
      page = await this.ids(path, `limit=${limit}&ending_before=${seen[0]}`);
      expect(page.length).toBeLessThanOrEqual(limit);
      seen.unshift(...page);
    }
    expect(seen).toEqual(await this.expectListed(path));
  }

  /** Events are told of in the order they happened in, none twice. */
  async expectEventsInOrder(): Promise<void> {
    const events = (await this.send('GET', '/events?limit=100')).body as { id: string; created: number }[];
    const created = events.map((event) => event.created);
    expect(created).toEqual([...created].sort((a, b) => b - a));
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    await expectToldOnce(this.sandbox);
  }
}
