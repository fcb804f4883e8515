import { Router } from 'express';
import { viewEvent } from '../api/resources/events';
import type { SandboxContext } from '../context';
import { listDeliveries } from '../delivery/log';
import { deliveryRow } from './delivery-rows';
import { showMessage } from './errors';
import { eventRow } from './event-rows';
import { count } from './format';
import { dashboardPage } from './navigation';
import { pageOf } from './pager';

/** `/events`: what has happened, newest first, and whom it was told. */
export function eventRouter(context: SandboxContext): Router {
  const router = Router();
  const { objects } = context;
  router.get('/events', (req, res, next) => {
    const page = pageOf(req, {
      place: (cursor) => objects.position('event', cursor),
      read: (range) => objects.page('event', range),
      cursorOf: ({ id }) => id,
    });
    if (!page) return next();
    const rows = page.rows.map((event) => eventRow(context, event));
    res.render('events/list', {
      page: dashboardPage('Events', 'Events'),
      model: { ...page, rows, total: count(objects.count('event')) },
    });
  });
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
