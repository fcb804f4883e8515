import { assignments } from '../api/resources/assignments';
import { certificates } from '../api/resources/certificates';
import { contractors } from '../api/resources/contractors';
import { entities } from '../api/resources/entities';
import { invoices } from '../api/resources/invoices';
import { jobs } from '../api/resources/jobs';
import { policies } from '../api/resources/policies';
import { quotes } from '../api/resources/quotes';
import { sessions } from '../api/resources/sessions';
import { paymentSessionActs } from '../acts/payment-sessions';
import { bodyOf } from '../api/body';
import { externalUploads } from '../api/external-certificates/operations';
import type { Resource } from '../api/resource';
import { advance } from '../application/advance';
import { readForm } from '../application/forms';
import { testCard } from '../cards';
import type { SandboxContext } from '../context';
import { createTracker } from '../control/external-uploads';
import { createPaymentSession } from '../insurance/payment-sessions';
import { isOpen } from '../insurance/sessions';
import type { Policy, Quote, Session, Step } from '../model/coverage';
import type { Kind, Kinds, Stored } from '../model/kinds';
import { demoEntities, demoJobs, demoPeople } from './demo-data';

type Who = keyof typeof demoPeople;
type File = { filename: string; content: Buffer };

export type DemoMaker = ReturnType<typeof demoMaker>;

/** Makes what the demo data is about, each as a call of the API or a form of the hosted application does. */
export function demoMaker(context: SandboxContext, content: Buffer) {
  const make = <K extends Kind>(resource: Resource<K>, fields: object, file?: File): Stored<Kinds[K]> => {
    if (!resource.create) throw new Error(`${resource.path} takes no POST`);
    return resource.create(context, bodyOf(fields, file && [uploadOf(file)]));
  };
  const contractor = (who: Who) => make(contractors, demoPeople[who]).id;
  return {
    contractor,
    entity: (name: keyof typeof demoEntities) => make(entities, demoEntities[name]).id,
    work: (name: keyof typeof demoJobs, entity: string) => make(jobs, { ...demoJobs[name], entity }).id,
    /** A new contractor, and a quote for them. */
    quote: (who: Who, job: string, coverage_type: string[], more: object = {}) =>
      make(quotes, { contractor: contractor(who), job, coverage_type, ...more }),
    policy: (quote: Stored<Quote>) => make(policies, { quote: quote.id }),
    switchOff: (policy: Stored<Policy>) => policies.update?.(context, policy, bodyOf({ is_active: false })),
    assignment: (who: string, job: string) => make(assignments, { contractor: who, job }),
    invoice: (who: string, job: string, from: number, until: number) => {
      const cycle = { paycycle_startdate: from, paycycle_enddate: until };
      return make(invoices, { contractor: who, job, gross_pay: 84_000, ...cycle });
    },
    /** A page for another card: still open, or used. */
    card(who: string, isUsed: boolean) {
      // Not by the API's call, which asks whether the host is allowed.
      const session = createPaymentSession(context, who, 'https://platform.example/billing');
      if (isUsed) paymentSessionActs.acts['complete']?.act(context, session);
    },
    upload: (who: string, filename: string) => make(certificates, { contractor: who }, { filename, content }),
    /** A tracker for a job, and a certificate that somebody sends to it. */
    track: (who: Who, job: string, filename: string) => {
      const { id: tracker_id } = createTracker(context, { job });
      const fields = { ...demoPeople[who], tracker_id, business_name: 'Rossi Logistics' };
      const file = { ...uploadOf({ filename, content }), field: 'certificates[]' };
      externalUploads.tracker(context, bodyOf(fields, [file]));
    },
    /** An application, filled in until it is at that step, has ended, or waits for a review. */
    apply: (quote: Stored<Quote>, until: Step, answers: object = {}) =>
      walk(context, make(sessions, { quote: quote.id }), until, answers),
    expire: (session: Stored<Session>) => sessions.actions?.['expire']?.(context, session),
  };
}

const uploadOf = (file: File) => ({
  field: 'certificate',
  mimeType: 'application/pdf',
  tooLarge: false,
  ...file,
});

const usualAnswers = {
  confirmed: 'yes',
  works_in_us: 'yes',
  hazardous_work: 'no',
  recent_claims: 'no',
  signature: 'Signed in the demo',
  agreed: 'yes',
  card_number: testCard.number,
};

function walk(
  context: SandboxContext,
  session: Stored<Session>,
  until: Step,
  answers: object,
): Stored<Session> {
  const { step, review } = session.data;
  const ended = !isOpen(session.data) || review === 'pending';
  if (ended || step === until || step === 'application_complete') return session;
  const form = readForm[step]({ ...usualAnswers, ...answers }, undefined);
  advance(context, session, form);
  const moved = context.objects.find('session', session.id);
  return moved ? walk(context, moved, until, answers) : session;
}
