import { act, create, list, pathId, retrieve, update, type ResourceReference } from '../operations';
import {
  answered,
  created,
  fields,
  flag,
  flagSent,
  guess,
  ids,
  nullable,
  ref,
  text,
  unsettable,
  webAddress,
  type Schema,
} from '../schemas';

const links = { success_url: 'https://example.com/success', cancel_url: 'https://example.com/cancel' };
const sent = { quote: 'qt_5DciVga8Kt', ...links };
const example = {
  id: 'ias_01FVCHXE7PNQHA1T3S2AXL2QZE',
  quote: 'qt_5DciVga8Kt',
  step: 'verify_info',
  expired: false,
  ...links,
  url: 'https://apply.1099policy.com/sandbox/ias_01FVCHXE7PNQHA1T3S2AXL2QZE',
  created: 1646818364,
};

const described = {
  success_url: unsettable(webAddress('Where the contractor goes after getting coverage.', links.success_url)),
  cancel_url: unsettable(
    webAddress('Where the contractor goes when ineligible or when they give up.', links.cancel_url),
  ),
};
const step: Schema = {
  type: 'string',
  enum: [
    ...['verify_info', 'application_questions', 'esignature_document'],
    ...['add_card_details', 'final_review', 'application_complete'],
  ],
  description:
    'Where the contractor is, in this order. `add_card_details` is left out when the premium is withheld. ' +
    'That a session begins with `verify_info` is a guess.',
};
const workState = text('Two-letter code of the state the work is done in.', 'CA');
const withState = (name: string) => ({ properties: { [name]: ref('State') }, required: [name] });

export const applicationSessions: ResourceReference = {
  tag: {
    name: 'Application sessions',
    description: 'The hosted insurance application. Only contractors without coverage need one.',
  },
  schemas: {
    ApplicationSession: answered(
      {
        id: ids.session,
        quote: guess({ ...nullable(ids.quote), description: 'The quote; null in a general opt-in.' }),
        step,
        expired: flag('An expired application cannot be completed.'),
        success_url: guess(nullable(text('As it was sent; null when none was.'))),
        cancel_url: guess(nullable(text('As it was sent; null when none was.'))),
        url: webAddress('The hosted application: send the contractor there.'),
        created,
        is_general_opt_in: guess(flag('Of a general opt-in.')),
        contractor: guess({ ...ids.contractor, description: 'Of a general opt-in.' }),
        general_opt_in_work_state: guess(nullable(text('Of a general opt-in.'))),
      },
      ['is_general_opt_in', 'contractor', 'general_opt_in_work_state'],
    ),
    NewApplicationSession: {
      ...fields(
        {
          quote: ids.quote,
          ...described,
          is_general_opt_in: flagSent('The session is tied to no job and no quote.', false),
          contractor: ids.contractor,
          general_opt_in_work_state: workState,
        },
        [],
        { quote_id: 'quote', contractor_id: 'contractor', work_state: 'general_opt_in_work_state' },
      ),
      description: 'Either `quote`, or a general opt-in with `contractor` and `general_opt_in_work_state`.',
      if: { properties: { is_general_opt_in: { const: true } }, required: ['is_general_opt_in'] },
      then: {
        allOf: [
          { anyOf: ['general_opt_in_work_state', 'work_state'].map(withState) },
          { anyOf: [{ required: ['contractor'] }, { required: ['contractor_id'] }] },
        ],
      },
      else: { anyOf: [{ required: ['quote'] }, { required: ['quote_id'] }] },
    },
    ApplicationSessionChange: fields(described),
  },
  paths: {
    '/apply/sessions': {
      get: list({
        id: 'listApplicationSessions',
        summary: 'List application sessions',
        answer: 'ApplicationSession',
        example: [example],
        cursorsGuessed: true,
      }),
      post: create({
        id: 'createApplicationSession',
        summary: 'Create an application session',
        fields: 'NewApplicationSession',
        sent,
        answer: 'ApplicationSession',
        example,
        errors: [
          ...(['invalid_quote_id', 'policy_already_exists', 'application_already_complete'] as const),
          ...(['invalid_contractor_id', 'missing_contractor_id', 'invalid_entity_id'] as const),
        ],
      }),
    },
    '/apply/sessions/{session}': {
      parameters: [pathId('session', ids.session)],
      get: retrieve({
        id: 'retrieveApplicationSession',
        summary: 'Retrieve an application session',
        errors: ['invalid_session_id'],
        answer: 'ApplicationSession',
        example,
      }),
      put: update({
        id: 'updateApplicationSession',
        summary: 'Update an application session',
        fields: 'ApplicationSessionChange',
        sent: { success_url: 'https://example.com/done' },
        answer: 'ApplicationSession',
        example,
        errors: ['invalid_session_id', 'session_expired', 'application_already_complete'],
      }),
    },
    '/apply/sessions/{session}/expire': {
      parameters: [pathId('session', ids.session)],
      post: act({
        id: 'expireApplicationSession',
        summary: 'Expire an application session',
        description: 'It can no longer be completed. Refused when it is expired or complete already.',
        answer: 'ApplicationSession',
        example: { ...example, expired: true },
        errors: ['invalid_session_id', 'session_expired', 'application_already_complete'],
      }),
    },
  },
};
