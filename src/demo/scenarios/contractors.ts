/** What comes after the first policy, or in its place: a second job, another card, insurance of their own. */
import { randomUUID } from 'node:crypto';
import type { FormBody } from '../../forms/form';
import type { Kit } from '../kit';
import { DemoProblem } from '../problem';
import type { Cast, Scenario, Stand } from '../scenario';
import { onboard, SECOND_PIER } from '../walk';
import { finish } from './applications';

const idOf = ({ contractor }: Cast): string => contractor ?? '';

/** The page of the contractor, once the app has heard what happened. */
async function ofContractor(kit: Kit, cast: Cast): Promise<Stand> {
  await kit.settled();
  return { path: kit.paths.contractor(idOf(cast)), cast };
}

/** Somebody insured, and a second job at the same company for which the policy was asked. Binds nothing. */
async function comeBack(kit: Kit, person: number): Promise<Cast> {
  const first = await onboard(kit, { person });
  await finish(kit, first);
  return askForJob(kit, first, SECOND_PIER);
}

/** Asks whether the policy covers another job at the same company. */
export async function askForJob(kit: Kit, cast: Cast, work: FormBody): Promise<Cast> {
  const { entity_id: entity } = await kit.find(cast.onboarding ?? '');
  const wanted = jobOf(work);
  kit.sent.add(wanted.name);
  const job = await kit.api.createJob({ ...wanted, entity: entity ?? '' }, randomUUID());
  const path = await kit.press(kit.paths.newJob(idOf(cast)), { job: job.id });
  return { ...cast, job: job.id, assignment: lastPart(path) };
}

/** A job as the API takes it: a platform has its jobs there already. */
function jobOf(form: FormBody) {
  const text = (name: string) => String(form[name] ?? '');
  const address = (name: string) => text(`address.${name}`);
  return {
    name: text('name'),
    description: text('description'),
    category_code: text('category_code'),
    wage: Number(text('wage').replace(',', '')) * 100,
    wage_type: 'flatfee' as const,
    years_experience: Number(text('years_experience')),
    address: {
      line1: address('line1'),
      locality: address('locality'),
      region: address('region'),
      postalcode: address('postalcode'),
      country: address('country'),
    },
  };
}

const lastPart = (path: string): string => decodeURIComponent(path.split('/').at(-1) ?? '');

/** Binds what was asked for. Gives back the assignment. */
export async function bind(kit: Kit, cast: Cast): Promise<string> {
  const { assignment = '' } = cast;
  await kit.press(`${kit.paths.assignment(idOf(cast), assignment)}/bind`);
  const all = await kit.api.listAssignments({ limit: 100 });
  const bound = all.find((one) => one.contractor === idOf(cast) && one.job === cast['job'] && one.bind);
  if (!bound) throw new DemoProblem('The assignment was not bound.');
  return bound.id;
}

const returning: Scenario = {
  name: 'returning',
  title: 'Returning contractor',
  brief: 'no second form',
  about: 'A second job for somebody insured: an assignment, no new application.',
  say: 'The second job takes one press.',
  seen: '{who} is insured already. The API was asked whether the policy covers the new job: nothing is bound yet.',
  tone: 'success',
  seconds: 20,
  prepare: async (kit) => {
    const cast = await comeBack(kit, 1);
    return { path: kit.paths.assignment(idOf(cast), cast['assignment'] ?? ''), cast };
  },
  moments: [
    {
      press: 'Bind it, and let the card be charged',
      seen: 'assignment.active has come: the second job is covered by the policy of the first.',
      act: async (kit, cast) => {
        await kit.sandbox.act('assignments', await bind(kit, cast), 'charge');
        return ofContractor(kit, cast);
      },
    },
  ],
};

const declined: Scenario = {
  name: 'declined',
  title: 'Card declined',
  brief: 'paid at the second try',
  about: 'The first charge fails, the second card works, and cover follows the event.',
  say: 'Money that did not arrive never counts as cover.',
  seen: 'The job is bound, and the card of {who} was declined: so this job is not covered, and the page says why.',
  tone: 'danger',
  seconds: 25,
  prepare: async (kit) => {
    const cast = await comeBack(kit, 5);
    const assignment = await bind(kit, cast);
    await kit.sandbox.act('assignments', assignment, 'fail');
    return ofContractor(kit, { ...cast, assignment });
  },
  moments: [
    {
      press: 'Let {who} give another card',
      seen: 'payment.session.completed, then assignment.active: the second card was charged, and the job is covered.',
      act: async (kit, cast) => {
        const card = `${kit.paths.card(idOf(cast))}/open?key=${randomUUID()}`;
        await kit.follow(card);
        await kit.sandbox.act('payment-sessions', await kit.sandbox.cardPage(idOf(cast)), 'complete');
        return ofContractor(kit, cast);
      },
    },
  ],
};

const ownCertificate: Scenario = {
  name: 'own-certificate',
  title: 'Own certificate',
  brief: 'read and checked',
  about: 'A PDF is read, the rules are checked, and one limit is short by $50,000.',
  say: 'Their own insurance counts, if it is enough.',
  seen: 'The certificate of {who} was read. $950,000 for each occurrence is less than the requirement asks for.',
  tone: 'success',
  seconds: 30,
  prepare: async (kit) => {
    const cast = await onboard(kit, { person: 2, until: 'job' });
    const certificate = await upload(kit, cast, 'certificate-flagged.pdf');
    await kit.settled();
    return {
      path: kit.paths.certificate(cast.contractor, certificate),
      cast: { ...cast, certificate },
    };
  },
  moments: [
    {
      press: 'Let the reviewer approve it',
      seen: 'certificate.approved has come: their own insurance counts now, line by line.',
      act: async (kit, cast) => {
        const { certificate = '' } = cast;
        await kit.sandbox.act('certificates', certificate, 'approve');
        await kit.settled();
        return { path: kit.paths.certificate(idOf(cast), certificate), cast };
      },
    },
  ],
};

/** Uploads a certificate that is read at once: the name of the file decides what it says. Gives back its id. */
export async function upload(kit: Kit, cast: Cast, filename: string): Promise<string> {
  const file = { field: 'certificate', filename, content: Buffer.from(SHEET) };
  const certificate = lastPart(await kit.press(kit.paths.certificates(idOf(cast)), {}, file));
  await kit.sandbox.act('certificates', certificate, 'process');
  return certificate;
}

/** A PDF of one empty page: what it says, its name decides. */
const SHEET = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;

export const CONTRACTOR_SCENARIOS = { declined, returning, 'own-certificate': ownCertificate };
