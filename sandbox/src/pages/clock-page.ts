import { Router } from 'express';
import { counted } from '../../../lib/counted';
import type { SandboxContext } from '../context';
import { moveClock } from '../control/clock';
import { nextDue } from '../control/next-due';
import { clockWords } from './clock-words';
import { moment } from './format';
import { hrefOf } from './object-links';
import { dashboardPage } from './navigation';
import type { PageForms } from './page-forms';
import { span } from './span';

const PATH = '/clock';
const steps = [
  { value: '1h', text: '+1 hour' },
  { value: '24h', text: '+24 hours' },
  { value: '7d', text: '+7 days' },
  { value: '30d', text: '+30 days' },
];

/** `/clock`: what time it is in the sandbox, what happens next, and how to get there. */
export function clockRouter(context: SandboxContext, forms: PageForms): Router {
  const router = Router();
  const { clock } = context;
  router.get(PATH, (req, res) => {
    res.render('clock', {
      page: dashboardPage('Clock', 'Clock'),
      model: {
        ...forms.model(req, res, PATH),
        action: PATH,
        steps,
        now: moment(clock.now()),
        next: whatIsNext(context),
        ahead: clockWords(clock),
      },
    });
  });
  router.post(PATH, ...forms.receive, (req, res) =>
    forms.answer(req, res, PATH, ({ advance, step }) => {
      const before = clock.moved();
      const newest = context.objects.page('event', { limit: 1 })[0]?.seq ?? 0;
      const { now, done } = moveClock(context, { advance: step ?? advance });
      const events = context.objects.page('event', { limit: MOST, newerThan: newest }).reverse();
      const things = counted(done, 'thing fell due and was done', 'things fell due and were done');
      return {
        text: `The clock moved forward by ${span((clock.moved() - before) / 1000)}, to ${moment(now * 1000)} UTC. ${done === 0 ? 'Nothing fell due' : things}.`,
        links: events.map(({ id, data }) => ({ text: data.type, href: `/events/${id}` })),
      };
    }),
  );
  return router;
}

/** Of what falls due next, and of events that came of a move. */
const MOST = 20;

/** Tasks and attempts to deliver, the nearest first. */
function whatIsNext(context: SandboxContext) {
  const now = context.clock.now();
  return nextDue(context, MOST).map(({ at, title, object }) => ({
    title,
    object:
      typeof object === 'number'
        ? { id: `Delivery ${object}`, href: `/deliveries/${object}` }
        : { id: object, href: hrefOf(context, object) },
    at: moment(at),
    in: `in ${span(Math.max(1, (at - now) / 1000))}`,
  }));
}
