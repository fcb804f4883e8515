import { Router } from 'express';
import { viewEvent } from '../api/resources/events';
import type { SandboxContext } from '../context';
import { triggerTypes } from '../acts/trigger';
import { answerTrigger } from '../control/acts';
import { listDeliveries } from '../delivery/log';
import { deliveryRow } from './delivery-rows';
import { showMessage } from './errors';
import { eventRow } from './event-rows';
import { count } from './format';
import { dashboardPage } from './navigation';
import type { FieldView } from './form-field';
import type { FormState, PageForms } from './page-forms';
import { pageOf } from './pager';

const PATH = '/events';

/** `/events`: what has happened, newest first, and whom it was told. */
export function eventRouter(context: SandboxContext, forms: PageForms): Router {
  const router = Router();
  const { objects } = context;
  router.get(PATH, (req, res, next) => {
    const page = pageOf(req, {
      place: (cursor) => objects.position('event', cursor),
      read: (range) => objects.page('event', range),
      cursorOf: ({ id }) => id,
    });
    if (!page) return next();
    const state = forms.model(req, res, PATH);
    const rows = page.rows.map((event) => eventRow(context, event));
    res.render('events/list', {
      page: dashboardPage('Events', 'Events'),
      model: {
        ...state,
        ...page,
        rows,
        total: count(objects.count('event')),
        action: PATH,
        fields: fieldsOf(state),
      },
    });
  });
  router.post(PATH, ...forms.receive, (req, res) =>
    forms.answer(req, res, PATH, async ({ type, object }) => {
      const { events } = await answerTrigger(context, { type, ...(object && { object }) });
      const links = events.map((event) => ({ text: event.type, href: `/events/${event.id}` }));
      return { text: 'It has happened, and was told by:', links };
    }),
  );
  router.get('/events/:id', (req, res) => {
    const { id } = req.params;
    const event = objects.find('event', id);
    if (!event) {
      const text = `There is no event with the id ${id}.`;
      return showMessage(res, { status: 404, title: 'Event not found', text });
    }
    res.render('events/detail', {
      page: dashboardPage(`Event ${id}`, 'Events'),
      model: {
        event: eventRow(context, event),
        json: JSON.stringify(viewEvent(context, event), null, 2),
        deliveries: listDeliveries(context, { event: id, limit: 50 }).map(deliveryRow),
      },
    });
  });
  return router;
}

/** Of the form that makes an event happen. */
function fieldsOf({ errors, values }: FormState): FieldView[] {
  const errorOf = (name: string) => errors.find(({ field }) => field === name)?.text ?? null;
  return [
    {
      id: 'type',
      name: 'type',
      kind: 'select',
      label: 'Event',
      options: triggerTypes.map((type) => ({ value: type, text: type })),
      value: values['type'] ?? 'policy.active',
      error: errorOf('type'),
    },
    {
      id: 'object',
      name: 'object',
      kind: 'text',
      label: 'To which object',
      hint: 'An id, such as that of the application. Empty: to a new one, which is made with all it stands on.',
      value: values['object'] ?? '',
      error: errorOf('object'),
    },
  ];
}
