import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pdfFile, sendForm } from './support/certificates';
import { control } from './support/control';
import { typesOf } from './support/events';
import { MovableClock } from './support/movable-clock';
import { contractorFields, makeBasics, type Made } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

const clock = new MovableClock();
let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox({ now: clock.now })));
afterAll(() => sandbox.close());

type Fields = Record<string, string | readonly string[]>;
type Ways = 'upload' | 'upload/bulk' | 'tracker' | 'tracker/bulk' | 'tracker/placeholder/bulk';

/** Sends fields, and a PDF file for each name; in bulk as `certificates[]`. */
function send(
  way: Ways | `${Ways}/`,
  fields: Fields,
  files: readonly (string | [string, Blob])[],
  key?: string,
) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  const part = way.startsWith('upload') && !way.includes('bulk') ? 'certificate' : 'certificates[]';
  for (const file of files) {
    const [name, content] = typeof file === 'string' ? [file, pdfFile()] : file;
    form.append(part, content, name);
  }
  const headers: Record<string, string> = key === undefined ? {} : { 'Ten99Policy-Idempotent-Key': key };
  return sendForm(sandbox, `/files/external_certificates/${way}`, form, headers);
}

const make = async (path: string, body?: object) => (await control(sandbox, 'POST', path, body)).body as Made;
const newSession = async (body?: object) => (await make('/coi-upload-sessions', body)).id;
const newPerson = () => {
  const { email, first_name, last_name } = contractorFields();
  return { email, first_name, last_name };
};
async function newTracker(fields: object = {}) {
  const { job, entity } = await makeBasics(sandbox.call);
  return { job, entity, tracker: (await make('/coi-trackers', { job, ...fields })).id };
}
const certificate = async (id: string) =>
  (await sandbox.call('GET', `/files/certificates/${id}`)).body as Made;
const contractor = async (id: string) => (await sandbox.call('GET', `/contractors/${id}`)).body as Made;
const byEmail = async (email: string) =>
  (await sandbox.call('GET', `/contractors?email=${email}`)).body as Made[];
const counts = async () => {
  const state = (await control(sandbox, 'GET', '/export')).body as Record<'objects' | 'files', object[]>;
  return [state.objects.length, state.files.length];
};

describe('an upload session', () => {
  it('takes a certificate of a new contractor, which goes its way like any other', async () => {
    const fields = { coi_upload_session_id: await newSession(), ...newPerson(), company_name: 'Acme Co.' };
    const { status, body } = await send('upload', fields, ['acme.pdf']);
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^ci_\w{10}$/),
      filename: 'acme.pdf',
      contractor: expect.stringMatching(/^cn_/),
    });
    const { coi_upload_session_id: _session, ...person } = fields;
    expect(await contractor(body.contractor)).toMatchObject(person);
    expect(await certificate(body.id)).toMatchObject({ status: 'pending', contractor: body.contractor });
    clock.move(70);
    expect((await certificate(body.id))['status']).toBe('approved');
    expect(await typesOf(sandbox.call, body.id)).toEqual(['certificate.approved']);
    const page = await fetch(`${sandbox.url}/objects/coi_upload_session/${fields.coi_upload_session_id}`);
    expect(await page.text()).toContain(body.id);
  });

  it('goes by the email, whatever contractor_id says, and changes nobody', async () => {
    const known = (await sandbox.call('POST', '/contractors', contractorFields())).body as Made;
    const fields = { coi_upload_session_id: await newSession(), ...newPerson(), company_name: 'Acme Co.' };
    const { body } = await send('upload', { ...fields, email: known['email'], contractor_id: 'cn_1' }, [
      'a.pdf',
    ]);
    expect(body.contractor).toBe(known.id);
    expect(await contractor(known.id)).toEqual(known);
    const other = await send('upload', { ...fields, contractor_id: known.id }, ['a.pdf']);
    expect(other.body.contractor).not.toBe(known.id);
  });

  it('takes several of one contractor, with a trailing slash too, once for each key', async () => {
    const fields = { coi_upload_session_id: await newSession(), ...newPerson(), company_name: 'Acme Co.' };
    const first = await send('upload/bulk/', fields, ['a.pdf', 'b-flagged.pdf'], 'bulk');
    expect(first.status).toBe(201);
    const [made] = await byEmail(fields.email);
    expect(first.body).toEqual({
      id: expect.stringMatching(/^cbt_/),
      contractor: made!.id,
      count: 2,
      filenames: ['a.pdf', 'b-flagged.pdf'],
    });
    expect((await send('upload/bulk/', fields, ['a.pdf', 'b-flagged.pdf'], 'bulk')).body).toEqual(first.body);
    clock.move(70);
    const all = (await sandbox.call('GET', '/files/certificates?limit=100')).body as Made[];
    expect(all.filter((one) => one['contractor'] === made!.id).map((one) => String(one['status']))).toEqual([
      'flagged',
      'approved',
    ]);
  });

  it('ends when it is said to, by the sandbox’s clock', async () => {
    const session = await make('/coi-upload-sessions', { expires_in: '1h' });
    expect(session).toEqual({
      id: expect.stringMatching(/^cus_/),
      created: clock.seconds,
      expires_at: clock.seconds + 3600,
    });
    const fields = { coi_upload_session_id: session.id, ...newPerson(), company_name: 'Acme Co.' };
    clock.move(3599);
    expect((await send('upload', fields, ['a.pdf'])).status).toBe(201);
    clock.move(1);
    const late = await send('upload', fields, ['a.pdf']);
    expect([late.status, late.body.error_code]).toEqual([400, 'session_expired']);
    const { body: listed } = await control(sandbox, 'GET', '/coi-upload-sessions');
    expect((listed as Made[])[0]).toEqual(session);
  });

  it.each(['coi_upload_session_id', 'email', 'first_name', 'last_name', 'company_name'])(
    'needs %s',
    async (name) => {
      const all = { coi_upload_session_id: await newSession(), ...newPerson(), company_name: 'Acme Co.' };
      const fields = Object.fromEntries(Object.entries(all).filter(([field]) => field !== name));
      const { status, body } = await send('upload', fields, ['a.pdf']);
      expect([status, body]).toEqual([
        400,
        { error_code: 'invalid_input', message: { [name]: 'This field is required.' } },
      ]);
    },
  );
});

describe('a tracker', () => {
  it('takes the certificates of one contractor, whom it updates', async () => {
    const { tracker, job } = await newTracker();
    const person = newPerson();
    const fields = { tracker_id: tracker, ...person, business_name: 'Acme Co.' };
    const { status, body } = await send('tracker', fields, ['a.pdf', 'b.pdf']);
    expect(status).toBe(201);
    expect(body).toEqual({
      contractor: expect.stringMatching(/^cn_/),
      job,
      assignment: expect.stringMatching(/^an_/),
      certificates: [
        { id: expect.stringMatching(/^ci_/), filename: 'a.pdf' },
        { id: expect.stringMatching(/^ci_/), filename: 'b.pdf' },
      ],
    });
    const { id: session } = await make(`/coi-trackers/${tracker}/sessions`);
    const { tracker_id: _id, ...rest } = fields;
    const again = await send(
      'tracker',
      {
        ...rest,
        tracker_session_id: session,
        first_name: 'Jane',
        purchase_order_contact_name: 'Pat',
        purchase_order_contact_email: 'pat@example.com',
      },
      ['c.pdf'],
    );
    const { contractor: sender, assignment } = body as Record<string, string>;
    expect(again.body).toMatchObject({ contractor: sender, job, assignment });
    expect(await contractor(sender!)).toMatchObject({
      ...person,
      first_name: 'Jane',
      company_name: 'Acme Co.',
    });
    const { body: work } = await control(sandbox, 'GET', `/tracked-work/${assignment}`);
    expect(work).toMatchObject({
      contractor: sender,
      tracker,
      purchase_order_contact_name: 'Pat',
      purchase_order_contact_email: 'pat@example.com',
    });
    const [latest] = again.body.certificates as [Made];
    for (const [where, related] of [
      [`tracked_work/${assignment}`, latest.id],
      [`coi_tracker/${tracker}`, assignment],
      [`job/${job}`, tracker],
      [`contractor/${sender}`, assignment],
    ]) {
      const page = await (await fetch(`${sandbox.url}/objects/${where}`)).text();
      expect(page).toContain(`/${related}"`);
    }
    const insured = await sandbox.call('GET', `/assignments/${assignment}`);
    expect(insured.body.error_code).toBe('invalid_assignment_id');
    const used = await sandbox.call('DELETE', `/jobs/${job}`);
    expect(used.body.error_code).toBe('job_is_used');
  });

  it('makes a new contractor when told to, unless the email is taken', async () => {
    const { tracker } = await newTracker();
    const fields = { tracker_id: tracker, ...newPerson(), business_name: 'A', create_new_contractor: 'true' };
    expect((await send('tracker', fields, ['a.pdf'])).status).toBe(201);
    const again = await send('tracker', fields, ['a.pdf']);
    expect([again.status, again.body.error_code]).toEqual([400, 'duplicate_email']);
  });

  it('says whose each file is in bulk, by its name', async () => {
    const { tracker, job } = await newTracker();
    const [one, two] = [newPerson(), newPerson()];
    const metadata = [
      { filename: 'b.pdf', contractor: { ...two, company_name: 'B', po_contact_name: 'Pat' } },
      { filename: 'a.pdf', contractor: one },
    ];
    const fields = { tracker_id: tracker, certificates_metadata: JSON.stringify(metadata) };
    const { status, body } = await send('tracker/bulk', fields, ['a.pdf', 'b.pdf']);
    const [first, second] = [(await byEmail(one.email))[0]!, (await byEmail(two.email))[0]!];
    expect([status, body]).toEqual([
      201,
      {
        job,
        assignment: expect.stringMatching(/^an_/),
        certificates: [
          { id: expect.stringMatching(/^ci_/), filename: 'a.pdf', contractor: first.id },
          { id: expect.stringMatching(/^ci_/), filename: 'b.pdf', contractor: second.id },
        ],
      },
    ]);
    expect([first['company_name'], second['company_name']]).toEqual([null, 'B']);
    const { body: work } = await control(sandbox, 'GET', '/tracked-work');
    expect((work as Made[]).slice(0, 2)).toMatchObject([
      { contractor: second.id, purchase_order_contact_name: 'Pat' },
      { id: body.assignment, contractor: first.id, purchase_order_contact_name: null },
    ]);
  });

  it('makes up contractors and emails for placeholders', async () => {
    const { tracker, job } = await newTracker();
    const person = newPerson();
    const certificates_metadata = JSON.stringify([{ filename: 'b.pdf', contractor: person }]);
    const fields = { tracker_id: tracker, certificates_metadata };
    const { status, body } = await send('tracker/placeholder/bulk', fields, ['Acme Co.pdf', 'b.pdf']);
    expect(status).toBe(201);
    const row = { id: expect.stringMatching(/^ci_/), assignment: expect.stringMatching(/^an_/) };
    const generated = expect.stringMatching(/^placeholder\.\w{10}@placeholder\.example$/);
    expect(body).toEqual({
      job,
      message: '2 certificates received, 1 email generated.',
      certificates: [
        {
          ...row,
          filename: 'Acme Co.pdf',
          contractor: expect.any(String),
          email: generated,
          email_was_generated: true,
        },
        {
          ...row,
          filename: 'b.pdf',
          contractor: (await byEmail(person.email))[0]!.id,
          email: person.email,
          email_was_generated: false,
        },
      ],
    });
    const [made] = body.certificates as [Made];
    expect(await contractor(made['contractor'] as string)).toMatchObject({
      email: made['email'],
      company_name: 'Acme Co',
    });
    expect((await send('tracker/placeholder/bulk', { tracker_id: tracker }, ['c.pdf'])).status).toBe(201);
  });

  const total = (least: number) => ({
    minimum_limits: { commercial_general_liability: { general_aggregate_dollars: least } },
  });
  const required = async (id: string) => {
    clock.move(70);
    const { body } = await sandbox.call('GET', `/files/certificates/${id}?expand[]=review_results.full`);
    return (body.review_results.audit_results as Made[])[0]!['message'] as string;
  };

  it('holds certificates against the requirement sent, its own, or that of the entity of its job', async () => {
    const named = await make('/requirements', { name: 'Sent', rules: total(3_000_000) });
    const own = await make('/requirements', { name: 'Own', rules: total(4_000_000) });
    const { tracker } = await newTracker({ insurance_requirement_id: own.id });
    const person = { ...newPerson(), business_name: 'A' };
    const sent = { tracker_id: tracker, ...person, insurance_requirement_id: named.id };
    const first = await send('tracker', sent, ['a.pdf']);
    expect(await required((first.body.certificates as [Made])[0].id)).toContain('$3,000,000');
    const second = await send('tracker', { tracker_id: tracker, ...person }, ['a.pdf']);
    expect(await required((second.body.certificates as [Made])[0].id)).toContain('$4,000,000');

    const other = await newTracker();
    await make('/requirements', { name: 'Linked', rules: total(5_000_000), entities: [other.entity] });
    const third = await send('tracker/placeholder/bulk', { tracker_id: other.tracker }, ['a.pdf']);
    expect(await required((third.body.certificates as [Made])[0].id)).toContain('$5,000,000');
  });

  it('is of a job that is there, and ends, as its sessions do', async () => {
    for (const body of [{ job: 'jb_1' }, { insurance_requirement_id: 'req_1' }, { expires_in: 'soon' }]) {
      const { job } = await makeBasics(sandbox.call);
      const refused = await control(sandbox, 'POST', '/coi-trackers', { job, ...body });
      expect([refused.status, Object.keys(refused.body.message as object)]).toEqual([400, Object.keys(body)]);
    }
    expect((await control(sandbox, 'POST', '/coi-trackers/trk_1/sessions')).status).toBe(404);
    const { tracker } = await newTracker({ expires_in: '2h' });
    const { id: session } = await make(`/coi-trackers/${tracker}/sessions`, { expires_in: '1h' });
    const fields = { ...newPerson(), business_name: 'A' };
    const code = async (names: Fields) =>
      String((await send('tracker', { ...fields, ...names }, ['a.pdf'])).body.error_code);
    clock.move(3600);
    expect(await code({ tracker_session_id: session })).toBe('session_expired');
    expect((await send('tracker', { ...fields, tracker_id: tracker }, ['a.pdf'])).status).toBe(201);
    clock.move(3600);
    expect(await code({ tracker_id: tracker })).toBe('session_expired');
  });

  it('has to be named, by itself or by a session of its own', async () => {
    const [one, two] = [await newTracker(), await newTracker()];
    const { id: session } = await make(`/coi-trackers/${one.tracker}/sessions`);
    const fieldsOf = async (names: Fields) => {
      const { body } = await send('tracker', { ...newPerson(), business_name: 'A', ...names }, ['a.pdf']);
      return Object.keys(body.message as object);
    };
    expect(await fieldsOf({})).toEqual(['tracker_id']);
    expect(await fieldsOf({ tracker_id: 'trk_1' })).toEqual(['tracker_id']);
    expect(await fieldsOf({ tracker_session_id: 'trs_1' })).toEqual(['tracker_session_id']);
    expect(await fieldsOf({ tracker_id: two.tracker, tracker_session_id: session })).toEqual([
      'tracker_session_id',
    ]);
  });
});

describe('what is wrong with one part spoils the whole', () => {
  const person = { email: 'x@example.com', first_name: 'X', last_name: 'Y' };
  const entry = (filename: string, contractor: object = person, more: object = {}) => ({
    filename,
    contractor,
    ...more,
  });
  const png: [string, Blob] = ['b.png', pdfFile()];
  const gif: [string, Blob] = ['c.pdf', pdfFile('GIF89a')];

  it.each<[string, unknown, readonly (string | [string, Blob])[], string, string[]]>([
    ['files', [], ['a.pdf', png, gif], 'invalid_file_type', ['certificates[1]', 'certificates[2]']],
    ['a MIME type', [], [['a.pdf', pdfFile('%PDF', 'image/png')]], 'invalid_mime_type', ['certificates[0]']],
    ['a file without entry', [entry('a.pdf')], ['a.pdf', 'b.pdf'], 'invalid_input', ['certificates[1]']],
    [
      'an entry without file',
      [entry('a.pdf'), entry('b.pdf')],
      ['a.pdf'],
      'invalid_input',
      ['certificates_metadata.1.filename'],
    ],
    ['text that is no JSON', '[{', ['a.pdf'], 'invalid_input', ['certificates_metadata']],
    ['JSON that is no list', {}, ['a.pdf'], 'invalid_input', ['certificates_metadata']],
    [
      'a contractor',
      [entry('a.pdf', { ...person, email: 'x', first_name: ' ' })],
      ['a.pdf'],
      'invalid_input',
      ['certificates_metadata.0.contractor.email', 'certificates_metadata.0.contractor.first_name'],
    ],
    [
      'half of a character',
      [entry('a.pdf', { ...person, last_name: 'half \ud800' })],
      ['a.pdf'],
      'invalid_input',
      ['certificates_metadata.0.contractor.last_name'],
    ],
    [
      'the second requirement',
      [entry('a.pdf'), entry('b.pdf', person, { insurance_requirement_id: 'req_1' })],
      ['a.pdf', 'b.pdf'],
      'invalid_input',
      ['certificates_metadata.1.insurance_requirement_id'],
    ],
  ])('%s', async (_name, metadata, files, code, fields) => {
    const { tracker } = await newTracker();
    const before = await counts();
    const certificates_metadata = typeof metadata === 'string' ? metadata : JSON.stringify(metadata);
    const { status, body } = await send(
      'tracker/bulk',
      { tracker_id: tracker, certificates_metadata },
      files,
    );
    expect([status, body.error_code, Object.keys(body.message as object)]).toEqual([400, code, fields]);
    expect(await counts()).toEqual(before);
  });

  it('no file, and no requirement', async () => {
    const session = await newSession();
    const fields = { coi_upload_session_id: session, ...newPerson(), company_name: 'A' };
    expect((await send('upload', fields, [])).body.error_code).toBe('missing_certificate');
    expect((await send('upload/bulk', fields, [])).body.error_code).toBe('missing_certificates');
    const before = await counts();
    const without = { ...fields, last_name: 'No-Requirement' };
    expect((await send('upload/bulk', without, ['a.pdf'])).body.error_code).toBe(
      'no_insurance_requirement_found',
    );
    expect(await counts()).toEqual(before);
  });

  it('a blocked contractor cannot be updated', async () => {
    const blocked = { ...contractorFields(), last_name: 'Blocked' };
    await sandbox.call('POST', '/contractors', blocked);
    const { tracker } = await newTracker();
    const fields = { tracker_id: tracker, ...newPerson(), email: blocked.email, business_name: 'A' };
    expect((await send('tracker', fields, ['a.pdf'])).body.error_code).toBe('contractor_blocked_for_writes');
  });
});

it('goes along with an export', async () => {
  const { tracker } = await newTracker();
  await make(`/coi-trackers/${tracker}/sessions`);
  await newSession();
  await send('tracker/placeholder/bulk', { tracker_id: tracker }, ['a.pdf']);
  const { body: state } = await control(sandbox, 'GET', '/export');
  expect((await control(sandbox, 'POST', '/import', state)).status).toBe(200);
  expect((await control(sandbox, 'GET', '/export')).body).toEqual(state);
});

it('is begun as the README says', async () => {
  const readme = readFileSync(path.resolve(__dirname, '../README.md'), 'utf8');
  const section = /^## Certificates\n(.*?)^## /ms.exec(readme)?.[1] ?? '';
  const [, page] = /<http:\/\/127\.0\.0\.1:4010(\/requirements)>/.exec(section) ?? [];
  expect((await fetch(`${sandbox.url}${page}`)).status).toBe(200);
  const [, where, body] = /^curl -X POST http:\/\/127\.0\.0\.1:4010(\S+) .* -d '(.+)'$/m.exec(section) ?? [];
  const made = await control(sandbox, 'POST', where!.replace('/_sandbox', ''), body);
  expect([made.status, made.body]).toMatchObject([201, { expires_at: clock.seconds + 7 * 86_400 }]);
});
