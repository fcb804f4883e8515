/** One random history: what happens to a contractor, in the sandbox and at the app. */
import { control } from '../../../sandbox/test/support/control';
import { sendForm, pdfFile } from '../../../sandbox/test/support/certificates';
import { contractorFields, jobFields } from '../../../sandbox/test/support/objects';
import type { TestApp } from '../../support/harness';
import { callSandbox } from '../../support/sandbox-api';

const DAY = 86_400;

export interface People {
  contractor: string;
  /** Two that work is reported for, and one that nothing is. */
  jobs: string[];
}

/** Draws: a number from 0 to below 1. */
type Draw = () => number;

export class History {
  readonly people: People;
  private readonly running: TestApp;
  private readonly draw: Draw;
  private readonly made: Record<'policies' | 'assignments' | 'certificates' | 'applications', string[]> = {
    policies: [],
    assignments: [],
    certificates: [],
    applications: [],
  };
  /** Whether calls of the API fail now and then. */
  faulty = false;

  private constructor(running: TestApp, draw: Draw, people: People) {
    this.running = running;
    this.draw = draw;
    this.people = people;
  }

  static async begin(running: TestApp, draw: Draw): Promise<History> {
    const make = async (path: string, body: object) =>
      (await callSandbox(running.sandbox, 'POST', path, body)).id;
    const contractor = await make('/contractors', {
      ...contractorFields(),
      email: `h${Date.now()}-${draw()}@example.com`,
    });
    const entity = await make('/entities', { name: 'Harbor Staffing, Inc' });
    const jobs: string[] = [];
    for (let count = 0; count < 3; count += 1) jobs.push(await make('/jobs', jobFields(entity)));
    const history = new History(running, draw, { contractor, jobs });
    await history.apply();
    await history.act('applications', ['complete']);
    return history;
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.draw() * items.length)];
  }

  /** The time of the sandbox, in epoch seconds. */
  async now(): Promise<number> {
    const { body } = await control(this.running.sandbox, 'GET', '/clock');
    return Number((body as { now: number }).now);
  }

  /** Something happens; what the sandbox refuses has not happened. */
  async step(): Promise<string> {
    const steps = {
      apply: () => this.apply(),
      finish: () =>
        this.act('applications', ['complete', 'complete', 'complete', 'review', 'refuse', 'expire']),
      policy: () => this.act('policies', ['cancel', 'reactivate']),
      assign: () => this.assign(),
      assignment: () => this.act('assignments', ['charge', 'charge', 'fail', 'cancel']),
      upload: () => this.upload(),
      certificate: () => this.act('certificates', ['process', 'approve', 'deny']),
      wait: () => this.control('POST', '/clock', { advance: this.pick(['5m', '26h', '9d', '31d']) }),
      webhooks: () =>
        this.control('PUT', '/webhook-faults', this.pick([{}, { drop_rate: 1 }, { duplicate_rate: 1 }])),
      faults: () => this.switchFaults(),
      catchUp: () =>
        this.running.app.sync().then(
          () => undefined,
          () => undefined,
        ),
    };
    const name = this.pick(Object.keys(steps) as (keyof typeof steps)[]) ?? 'wait';
    await steps[name]();
    return name;
  }

  private async control(method: string, path: string, body?: object): Promise<void> {
    await control(this.running.sandbox, method, path, body);
  }

  private async create(path: string, body: object): Promise<string | null> {
    return callSandbox(this.running.sandbox, 'POST', path, body).then(
      ({ id }) => id,
      () => null,
    );
  }

  private async apply(): Promise<void> {
    const { contractor, jobs } = this.people;
    const now = await this.now();
    const from = Math.floor(now / DAY) * DAY + DAY * Math.floor(1 + this.draw() * 3);
    const quote = await this.create('/quotes', {
      contractor,
      job: this.pick(jobs.slice(0, 2)),
      coverage_type: this.pick([['general'], ['general', 'workers-comp']]),
      effective_date: from,
      end_date: from + DAY * Math.floor(2 + this.draw() * 40),
    });
    const urls = { success_url: 'https://example.com/ok', cancel_url: 'https://example.com/no' };
    const session = quote && (await this.create('/apply/sessions', { quote, ...urls }));
    if (session) this.made.applications.push(session);
  }

  private async assign(): Promise<void> {
    const { contractor, jobs } = this.people;
    const from = Math.floor((await this.now()) / DAY) * DAY + DAY;
    const body = {
      contractor,
      job: this.pick(jobs.slice(0, 2)),
      bind: this.draw() < 0.7,
      effective_date: from,
      end_date: from + DAY * Math.floor(1 + this.draw() * 9),
    };
    const assignment = await this.create('/assignments', body);
    if (assignment) this.made.assignments.push(assignment);
  }

  private async upload(): Promise<void> {
    const form = new FormData();
    form.set('contractor', this.people.contractor);
    form.set(
      'certificate',
      pdfFile(),
      this.pick(['complete.pdf', 'flagged.pdf', 'expired.pdf', 'denied.pdf']),
    );
    const { url, sandbox } = this.running.sandbox;
    const target = { url, apiKey: sandbox.apiKey } as never;
    // The connection may be cut on purpose.
    const answer = await sendForm(target, '/files/certificates', form).catch(() => null);
    if (answer?.status === 201) this.made.certificates.push(String((answer.body as { id: string }).id));
  }

  private async act(kind: keyof History['made'], acts: readonly string[]): Promise<void> {
    const id = this.pick(this.made[kind]);
    if (id === undefined) return;
    await this.control('POST', `/${kind}/${id}/${this.pick(acts)}`);
    await this.noticePolicies();
  }

  /** Policies come of applications, sooner or later. */
  private async noticePolicies(): Promise<void> {
    const { body } = await control(this.running.sandbox, 'GET', '/export');
    const { objects } = body as unknown as {
      objects: { kind: string; id: string; data: { terms?: { contractor: string } } }[];
    };
    this.made.policies = objects
      .filter(({ kind, data }) => kind === 'policy' && data.terms?.contractor === this.people.contractor)
      .map(({ id }) => id);
  }

  private async switchFaults(): Promise<void> {
    this.faulty = this.draw() < 0.5;
    const faults = [{ fault: this.pick(['error', 'drop']), rate: 0.3 }];
    await this.control('PUT', '/api-faults', this.faulty ? faults : []);
  }
}
