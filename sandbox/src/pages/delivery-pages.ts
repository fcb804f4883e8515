import { Router, type Request } from 'express';
import type { Clock } from '../clock';
import type { SandboxContext } from '../context';
import { updateEndpoint } from '../control/endpoints';
import { messagesOf, type Message } from '../delivery/attempts';
import { endpointSettings } from '../delivery/endpoint-settings';
import { deliveryStates, findDelivery, listDeliveries, resend, type LoggedDelivery } from '../delivery/log';
import { schemeNames, signatureSchemes } from '../delivery/sign';
import { ALL } from '../objects';
import { deliveryRow } from './delivery-rows';
import { showMessage } from './errors';
import { count, moment } from './format';
import { dashboardPage } from './navigation';
import type { PageForms } from './page-forms';
import { pageOf } from './pager';
import { span } from './span';

const LIST = '/deliveries';
/** Where the log is on its page, below the endpoints. */
const LOG = '#log';

/** `/deliveries`: what was sent to whom, with every attempt; and how each endpoint's deliveries are signed. */
export function deliveryRouter(context: SandboxContext, forms: PageForms): Router {
  const router = Router();
  router.get(LIST, (req, res, next) => {
    const filter = filterOf(req);
    const page = pageOf(req, {
      place: (cursor) => (/^\d{1,15}$/.test(cursor) ? Number(cursor) : undefined),
      read: (range) => listDeliveries(context, { ...filter, ...range }),
      cursorOf: ({ seq }) => String(seq),
      fragment: LOG,
    });
    if (!page) return next();
    res.render('deliveries/list', {
      page: dashboardPage('Deliveries', 'Deliveries'),
      model: {
        ...forms.model(req, res, LIST),
        ...page,
        rows: page.rows.map(deliveryRow),
        state: filter.state ?? null,
        states: statesOf(filter.state),
        endpoints: endpointsOf(context),
        schemes: schemeNames.map((name) => ({ name, title: signatureSchemes[name].title })),
      },
    });
  });
  router.get(`${LIST}/:id`, (req, res) => {
    const { id } = req.params;
    const delivery = /^\d{1,15}$/.test(id) ? findDelivery(context, Number(id)) : undefined;
    if (!delivery) {
      const text = `There is no delivery ${id}.`;
      return showMessage(res, { status: 404, title: 'Delivery not found', text });
    }
    res.render('deliveries/detail', {
      page: dashboardPage(`Delivery ${id}`, 'Deliveries'),
      model: { ...forms.model(req, res, `${LIST}/${id}`), ...detailOf(context, delivery) },
    });
  });
  addForms(router, context, forms);
  return router;
}

function addForms(router: Router, context: SandboxContext, forms: PageForms): void {
  router.post(`${LIST}/:id/resend`, ...forms.receive, (req, res) =>
    forms.answer(req, res, `${LIST}/${encodeURIComponent(String(req.params['id']))}`, () => {
      context.database.transaction(() => resend(context, Number(req.params['id'])));
      return { text: 'It is being sent again. Reload this page to see the answer.', links: [] };
    }),
  );
  router.post(`${LIST}/endpoints/:id`, ...forms.receive, (req, res) =>
    forms.answer(req, res, LIST, ({ scheme }) => {
      const { url } = updateEndpoint(context, String(req.params['id']), { scheme });
      return {
        text: `Deliveries to ${url} are signed by the scheme “${String(scheme)}” from now on.`,
        links: [],
      };
    }),
  );
}

function filterOf(req: Request) {
  const state = deliveryStates.find((name) => name === req.query['state']);
  return state ? { state } : {};
}

const statesOf = (chosen: string | undefined) => [
  { text: 'All', href: `${LIST}${LOG}`, current: chosen === undefined },
  ...deliveryStates.map((name) => ({
    text: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    href: `${LIST}?state=${name}${LOG}`,
    current: name === chosen,
  })),
];

const endpointsOf = (context: SandboxContext) =>
  context.objects.page('webhook_endpoint', { limit: ALL }).map(({ id, data }) => {
    const { scheme, disabled } = endpointSettings(context, id);
    return {
      id,
      url: data.url,
      scheme,
      href: `/objects/webhook_endpoint/${id}`,
      events: data.events === null || data.events.includes('*') ? 'All events' : data.events.join(', '),
      tag:
        disabled === null
          ? { text: 'on', tone: 'good' }
          : { text: `switched off ${moment(disabled)}, as it answered 410`, tone: 'bad' },
    };
  });

/** Receivers hold the time of a signature against their own clock, so it is never that of the sandbox. */
function timesOf(clock: Clock): string {
  const ahead = span(Math.round(clock.offset() / 1000));
  const shows = clock.offset() > 0 ? `is ${ahead} ahead` : 'shows the real time, too';
  return (
    'Each attempt is signed with the real time, so that receivers accept it. The dates in its body are those of the ' +
    `sandbox’s clock, which ${clock.stands() ? 'stands until it is moved' : shows}.`
  );
}

/** As it went over the wire, the body laid out to be read; null where that is not kept. */
const sentOf = (message: Message | null | undefined) =>
  message
    ? {
        headers: Object.entries(message.headers).map(([name, value]) => `${name}: ${value}`),
        body: JSON.stringify(JSON.parse(message.body), null, 2),
        bytes: count(Buffer.byteLength(message.body)),
      }
    : null;

function detailOf(context: SandboxContext, delivery: LoggedDelivery) {
  const { seq, endpoint, attempts } = delivery;
  const messages = messagesOf(context.database, seq);
  const exists = context.objects.find('webhook_endpoint', endpoint) !== undefined;
  const isOff = exists && endpointSettings(context, endpoint).disabled !== null;
  return {
    delivery: deliveryRow(delivery),
    endpoint: { id: endpoint, href: exists ? `/objects/webhook_endpoint/${endpoint}` : null },
    attempts: attempts.map((attempt, index) => ({
      number: index + 1,
      at: moment(attempt.at),
      duration: `${attempt.duration} ms`,
      result: attempt.status === null ? 'no answer' : String(attempt.status),
      tone: attempt.status !== null && attempt.error === null ? 'good' : 'bad',
      remarks: [attempt.error, attempt.note].filter((text) => text !== null).join(' '),
      answer: attempt.answer ?? '',
      sent: sentOf(messages[index]),
      isLast: index === attempts.length - 1,
    })),
    times: timesOf(context.clock),
    resend: `${LIST}/${seq}/resend`,
    /** Why it cannot be sent again. */
    refusal: !exists
      ? 'Its endpoint was deleted, so it cannot be sent again.'
      : isOff
        ? 'Its endpoint is switched off, as it answered 410. Update the endpoint through the API to switch it on again.'
        : null,
  };
}
