import { eventTypes } from '../event-types';
import { list, pathId, retrieve, type ResourceReference } from '../operations';
import { answered, date, ids } from '../schemas';

const example = {
  id: 'ev_Q2kA9Nsub9jKcFJqcBSv2u',
  type: 'policy.active',
  created: 1646818364,
  data: {
    id: 'pl_WzFRszJhoY',
    object: 'policy',
    status: 'active',
    quote: 'qt_5DciVga8Kt',
    pdf_url: 'http://ten99policy.s3.amazonaws.com/1099policy-coi-sample.pdf',
    effective_date: 1646818364,
    expiration_date: 1678334737,
    created: 1646818364,
  },
};

export const events: ResourceReference = {
  tag: { name: 'Events', description: 'What happened, as it is sent to webhook endpoints.' },
  schemas: {
    Event: answered({
      id: ids.event,
      type: {
        type: 'string',
        enum: [...eventTypes, 'certificate.error'],
        description:
          'What happened. Expect types not listed here. `certificate.error` is sent in the variant `certificate_error` alone.',
      },
      created: date('When it happened.'),
      data: {
        type: 'object',
        description: 'The object it happened to, as it was at that moment.',
      },
    }),
  },
  paths: {
    '/events': {
      get: list({
        id: 'listEvents',
        summary: 'List events',
        answer: 'Event',
        example: [example],
        description: 'The vendor’s text speaks of 20 events a page and documents a default `limit` of 10.',
        cursorsGuessed: true,
      }),
    },
    '/events/{event}': {
      parameters: [pathId('event', ids.event)],
      get: retrieve({
        id: 'retrieveEvent',
        summary: 'Retrieve an event',
        answer: 'Event',
        example,
        errors: ['invalid_event_id'],
      }),
    },
  },
};
