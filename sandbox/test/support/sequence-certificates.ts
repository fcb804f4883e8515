import { coverageLines } from '../../src/model/requirements';
import { pdfFile, sendForm } from './certificates';
import { control } from './control';
import { contractorFields, type Made } from './objects';
import type { RunningSandbox } from './running-sandbox';
import { fileNames, type Choose, type Fields } from './sequence-kinds';

interface Result {
  result: 'pass' | 'fail';
  manually_approved: boolean;
}

/** Steps of a sequence about requirements and certificates, and what holds after each. */
export class CertificateSteps {
  private readonly sandbox: RunningSandbox;
  /** What was made and not deleted at a path, newest first. */
  private readonly made: (path: string) => Fields[];

  constructor(sandbox: RunningSandbox, made: (path: string) => Fields[]) {
    this.sandbox = sandbox;
    this.made = made;
  }

  /** A requirement is made, changed or deleted: there is one default, or none. */
  async require(choose: Choose): Promise<void> {
    const all = async () => (await control(this.sandbox, 'GET', '/requirements')).body as Made[];
    const before = await all();
    const one = before[choose.number(Math.max(1, before.length))];
    const limits = { [choose.of(coverageLines)]: { each_occurrence_dollars: 1 + choose.number(2_000_000) } };
    const body = {
      name: 'Any',
      is_default: choose.number(2) === 0,
      rules: { minimum_limits: limits, policy_expiration: choose.number(2) === 0 },
      entities: choose.of([[], [choose.id('/entities')]]),
    };
    const [method, where] = choose.of([
      ['POST', ''],
      ['PUT', `/${one?.id}`],
      ['DELETE', `/${one?.id}`],
    ] as const);
    const { status } = await control(this.sandbox, method, `/requirements${where}`, body);
    expect([200, 201, 400, 404]).toContain(status);
    const after = await all();
    const defaults = after.filter((requirement) => requirement['is_default']);
    expect(defaults.length).toBeLessThanOrEqual(1);
    if (status < 300 && method !== 'DELETE' && body.is_default)
      expect(defaults[0]).toMatchObject({ name: 'Any' });
    if (status >= 400) expect(after).toEqual(before);
  }

  /** Others send certificates: all of them come in, with their contractors, or none. */
  async sendFromOutside(choose: Choose): Promise<void> {
    const make = async (path: string, body?: object) =>
      String((await control(this.sandbox, 'POST', path, body)).body.id);
    const { address: _notSent, ...own } = contractorFields();
    const person = { ...own, company_name: 'Acme Co.', business_name: 'Acme Co.' };
    const known = choose.attribute('/contractors', 'email');
    const email = typeof known === 'string' && choose.number(2) === 0 ? known : person.email;
    const way = choose.of(['upload/bulk', 'tracker', 'tracker/placeholder/bulk']);
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...person, email })) form.set(name, value);
    if (way === 'upload/bulk') form.set('coi_upload_session_id', await make('/coi-upload-sessions'));
    else form.set('tracker_id', await make('/coi-trackers', { job: choose.id('/jobs') }));
    const names = [choose.of(fileNames), choose.of([...fileNames, 'wrong.png'])];
    for (const name of names) form.append('certificates[]', pdfFile(), name);
    const { status, body } = await sendForm(this.sandbox, `/files/external_certificates/${way}`, form);
    expect([201, 400]).toContain(status);
    if (names.includes('wrong.png')) expect(status).toBe(400);
    const received = await this.newCertificates();
    expect(received.map(({ filename }) => filename)).toEqual(status === 201 ? names : []);
    if (way !== 'upload/bulk' && status === 201) {
      expect((body.certificates as Made[]).map(({ id }) => id)).toEqual(received.map(({ id }) => id));
    }
  }

  /** Takes up what came in since, oldest first. */
  private async newCertificates(): Promise<Fields[]> {
    const certificates = this.made('/files/certificates');
    const { body: listed } = await this.sandbox.call('GET', '/files/certificates?limit=100');
    const known = new Set(certificates.map(({ id }) => id));
    const received = (listed as Fields[]).filter(({ id }) => !known.has(id)).reverse();
    for (const certificate of received) {
      certificates.unshift(certificate);
      const { body: owner } = await this.sandbox.call(
        'GET',
        `/contractors/${String(certificate['contractor'])}`,
      );
      const contractors = this.made('/contractors');
      if (!contractors.some(({ id }) => id === owner.id)) contractors.unshift(owner as Fields);
    }
    return received;
  }

  /** Each status fits the results of the rules. */
  async expectReviewed(): Promise<void> {
    const query = 'limit=100&expand[]=review_results.full';
    const { body } = await this.sandbox.call('GET', `/files/certificates?${query}`);
    for (const { id, status, review_results: review } of body as Made[]) {
      const isDecided = ['approved', 'flagged', 'denied'].includes(status as string);
      expect([id, review?.status ?? null]).toEqual([id, isDecided ? status : null]);
      if (!isDecided) continue;
      const failed = (review.audit_results as Result[]).filter(({ result }) => result === 'fail');
      const isMet = failed.every(({ manually_approved: byHand }) => byHand);
      expect([id, isMet]).toEqual([id, status === 'approved']);
      expect(review.summary.failed).toBe(failed.length);
    }
  }
}
