import { control } from '../../sandbox/test/support/control';
import { coverageOf } from '../../src/coverage/coverage-of';
import type { Facts } from '../../src/coverage/facts';
import {
  applicationFact,
  assignmentFact,
  certificateFact,
  policyFact,
} from '../../src/coverage/facts-from-api';
import { createPolicyApi, type PolicyApi } from '../../src/policy-api/client';
import { normalizePolicy } from '../../src/policy-api/normalize/coverage';
import { normalizeAssignment } from '../../src/policy-api/normalize/billing';
import { normalizeCertificate } from '../../src/policy-api/normalize/documents';
import { assign } from '../../src/quote/assign';
import { startSandbox, until, type RunningSandbox } from '../support/harness';
import { makeCovered } from '../policy-api/support/insured';

const none: Facts = { policies: [], assignments: [], certificates: [], applications: [] };

describe('what the local sandbox tells', () => {
  let sandbox: RunningSandbox;
  let api: PolicyApi;
  beforeEach(async () => {
    sandbox = await startSandbox();
    const { apiKey } = sandbox.sandbox;
    api = createPolicyApi({ baseUrl: sandbox.url, apiKey, environment: 'sandbox' });
  });
  afterEach(async () => {
    api.close();
    await sandbox.stop();
  });

  it('is cover from the first day of the policy, and for a later job once it was charged', async () => {
    const { contractor, job, next, policy, quote } = await makeCovered(api);
    const assigned = await assign(api, { contractor, job: next }, { bind: true, key: 'assign' });
    const facts = async () => {
      const events = await api.listEvents({ limit: 100 });
      const active = new Set(
        events.filter(({ type }) => type === 'assignment.active').map(({ resource }) => resource['id']),
      );
      const [kept] = await api.listContractorPolicies(contractor);
      const [assignment] = await api.listAssignments({ limit: 1 });
      return {
        ...none,
        policies: [policyFact(kept!, quote)],
        assignments: [assignmentFact(assignment!, { active: active.has(assigned.id) })],
      };
    };
    const at = policy.effective_date!;
    const stateAt = async (time: number, of: string) =>
      coverageOf(await facts(), { at: time, job: of, coverage: ['general', 'workers-comp'] }).state;
    expect(await stateAt(at - 1, job)).toBe('covered_from');
    expect(await stateAt(at, job)).toBe('covered');
    expect(await stateAt(policy.expiration_date!, job)).toBe('expired');
    expect(await stateAt(at, next)).toBe('awaiting_charge');
    await control(sandbox, 'POST', '/clock', { advance: '25h' });
    await until(async () => (await stateAt(assigned.effective_date!, next)) === 'covered');
    await api.updatePolicy(policy.id, { is_active: false });
    expect(await stateAt(assigned.effective_date!, job)).toBe('cancelled');
    expect(await stateAt(assigned.effective_date!, next)).toBe('cancelled');
  });

  it('is cover by an approved certificate, until the day that stands on it', async () => {
    const { contractor } = await makeCovered(api);
    const content = new TextEncoder().encode('%PDF-1.4');
    const { id } = await api.uploadCertificate(
      { contractor, certificate: { filename: 'a.pdf', content } },
      'coi',
    );
    const found = async (at: number, coverage = ['general', 'workers-comp']) => {
      const certificate = await api.getCertificate(id, { expand: 'review_results.full' });
      return coverageOf({ ...none, certificates: [certificateFact(certificate)] }, { at, coverage });
    };
    const now = Date.now() / 1000;
    expect(await found(now)).toMatchObject({ covered: false, state: 'certificate_in_review' });
    await control(sandbox, 'POST', '/clock', { advance: '5m' });
    await until(async () => (await found(now)).covered);
    const { until: end } = await found(now);
    expect(end! % 86_400).toBe(0);
    expect((await found(end!)).state).toBe('expired');
    // What it was worth before it was handed in is not known.
    expect((await found(now - 86_400)).covered).toBe(false);
    expect(await found(now, ['general', 'cyber'])).toMatchObject({ missing: ['cyber'] });
  });
});

describe('variants', () => {
  const policy = (more: object) => policyFact(normalizePolicy({ id: 'pl_1', ...more }), null);
  it.each([
    ['active', { status: 'active', expiration_date: 9 }, { cancelled: false, until: 9 }],
    ['switched off', { is_active: false }, { cancelled: true }],
    ['of a status that we do not know', { status: 'suspended' }, { cancelled: null }],
    ['cancelled', { status: 'cancelled' }, { cancelled: true }],
    ['of no status', {}, { cancelled: null, until: null }],
    ['expired', { status: 'expired', expiration_date: 9 }, { cancelled: false, until: 9 }],
    ['expired without a date', { status: 'expired', effective_date: 5 }, { cancelled: false, until: 5 }],
    ['expired without any date', { status: 'expired' }, { cancelled: false, until: 0 }],
  ])('a policy that is %s', (_name, raw, expected) => {
    expect(policy(raw)).toMatchObject({ id: 'pl_1', job: null, coverage: null, ...expected });
  });

  it.each([
    [{}, false],
    [{ cancelled: false }, false],
    [{ cancelled: null, cancellation_date: 9 }, true],
    [{ cancelled: true }, true],
    [{ cancelled: 'partly' }, null],
  ])('an assignment that is sent with %j', (raw, expected) => {
    const sent = normalizeAssignment({ id: 'an_1', ...raw });
    expect(assignmentFact(sent, { active: true }).cancelled).toBe(expected);
  });

  it.each([
    ['12/31/2026', Date.UTC(2026, 11, 31) / 1000],
    ['02/30/2026', null],
    ['13/01/2026', null],
    ['2026-12-31', null],
    [undefined, null],
  ])('a certificate that expires on %s', (text, end) => {
    const coverages = { workers_compensation: { policy_expiration_date: text }, umbrella: null };
    const raw = {
      id: 'ci_1',
      status: 'approved',
      review_results: { parsed_certificate_json: { coverages } },
    };
    expect(certificateFact(normalizeCertificate(raw))).toEqual({
      id: 'ci_1',
      status: 'approved',
      lines: [
        { type: 'workers-comp', from: null, until: end },
        { type: 'umbrella', from: null, until: null },
      ],
    });
  });

  it.each([
    ['approved', 'approved'],
    ['denied', 'refused'],
    ['error', 'refused'],
    ['pending', 'in_review'],
    ['processing', 'in_review'],
    ['flagged', 'flagged'],
    ['anything else', null],
    [undefined, null],
  ])('a certificate that is %s', (status, expected) => {
    expect(certificateFact(normalizeCertificate({ id: 'ci_1', status })).status).toBe(expected);
  });

  it('an application by its session', () => {
    expect(applicationFact({ step: 'application_complete', expired: true })).toBe('issuing');
    expect(applicationFact({ step: 'final_review', expired: true })).toBe('application_expired');
    expect(applicationFact({ step: 'final_review', expired: false })).toBe('applying');
    expect(applicationFact({ step: 'unknown', expired: true })).toBe('application_expired');
    for (const step of ['unknown', 'a_new_word'])
      expect(applicationFact({ step, expired: false })).toBe('unclear');
  });
});
