/** Events as the API sends them, with the objects that they are to be about. */
import { randomBytes } from 'node:crypto';
import { EVENT_TYPES, type EventType } from '../../src/coverage/event-types';

/** Whose event it is to be. What is not given is made up. */
export interface About {
  contractor?: string | undefined;
  job?: string | undefined;
  quote?: string | undefined;
  session?: string | undefined;
  policy?: string | undefined;
}

const DAY = 24 * 60 * 60;

const newId = (kind: string): string => `${kind}_${randomBytes(8).toString('hex')}`;

/** A believable event of this type, `now` in epoch seconds. Money is in cents, dates are epoch seconds at 00:00 UTC. */
export function eventOf(type: EventType, about: About, now: number): Record<string, unknown> {
  const today = now - (now % DAY);
  const make = OBJECTS[EVENT_TYPES[type].object];
  const wordOfType = type.split('.').at(-1) ?? '';
  return { id: newId('ev'), type, created: now, data: { ...make(about, today, wordOfType), created: now } };
}

type Made = (about: About, today: number, word: string) => Record<string, unknown>;

const OBJECTS: Readonly<Record<(typeof EVENT_TYPES)[EventType]['object'], Made>> = {
  'Application session': ({ session, quote }) => ({
    object: 'insurance_application_session',
    id: session ?? newId('ias'),
    quote: quote ?? newId('qt'),
  }),
  Policy: ({ policy, quote }, today, word) => ({
    object: 'policy',
    id: policy ?? newId('pl'),
    quote: quote ?? newId('qt'),
    status: word === 'cancelled' ? 'cancelled' : 'active',
    is_active: word !== 'cancelled',
    effective_date: today,
    expiration_date: today + 30 * DAY,
  }),
  Assignment: ({ contractor, job, policy }, today, word) => ({
    object: 'assignment',
    id: newId('an'),
    contractor: contractor ?? newId('cn'),
    job: job ?? newId('jb'),
    policy: policy ?? newId('pl'),
    bind: true,
    eligible: { result: true, message: 'Contractor is pre-approved for insurance coverage.' },
    coverage_type: ['general'],
    net_rate: 65,
    cancelled: word === 'cancelled',
    effective_date: today,
    end_date: today + 30 * DAY,
  }),
  Certificate: ({ contractor }, _today, word) => ({
    object: 'certificate',
    id: newId('ci'),
    contractor: contractor ?? newId('cn'),
    status: word,
    filename: 'certificate.pdf',
  }),
  Invoice: ({ contractor, job }, today) => ({
    object: 'invoice',
    id: newId('in'),
    contractor: contractor ?? newId('cn'),
    job: job ?? newId('jb'),
    gross_pay: 120_000,
    premium_due: 1_440,
    paycycle_startdate: today - 7 * DAY,
    paycycle_enddate: today,
  }),
  'Payment session': ({ contractor }, _today, word) => ({
    object: 'payment_session',
    id: newId('hps'),
    contractor: contractor ?? newId('cn'),
    status: word,
  }),
  'Category code': () => ({
    object: 'job_category_code',
    id: newId('jc'),
    code: newId('jc'),
    name: 'Test work',
  }),
};
