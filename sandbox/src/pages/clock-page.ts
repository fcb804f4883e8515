import { Router } from 'express';
import { counted } from '../../../lib/counted';
import type { SandboxContext } from '../context';
import { moveClock } from '../control/clock';
import type { TaskName } from '../schedule';
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

const taskTitles: Record<TaskName, string> = {
  'session.expire': 'The application expires',
  'session.review': 'The manual review is decided',
  'session.issue': 'The policy is issued',
  'assignment.charge': 'The assignment is charged',
  'invoice.collect': 'The invoice is charged or remitted',
  'payment_session.expire': 'The payment session is marked as expired',
  'certificate.process': 'Processing of the certificate begins',
  'certificate.decide': 'The certificate is read and held against the requirement',
  'certificate.review': 'A reviewer denies the certificate',
};

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

interface Due {
  title: string;
  object: { id: string; href: string | null };
  at: string;
  in: string;
}

/** Tasks and attempts to deliver, the nearest first. */
function whatIsNext(context: SandboxContext): Due[] {
  const { database, clock } = context;
  const now = clock.now();
  const tasks = database.all<{ at: number; task: TaskName; object: string }>(
    'SELECT at, task, object FROM schedule ORDER BY at, noted, task, object LIMIT ?',
    MOST,
  );
  const deliveries = database.all<{ seq: number; type: string; next_at: number }>(
    `SELECT seq, type, next_at FROM deliveries WHERE state = 'pending' AND next_at > ? ORDER BY next_at LIMIT ?`,
    ...[now, MOST],
  );
  const dues = [
    ...tasks.map(({ at, task, object }) => ({
      at: at * 1000,
      title: taskTitles[task],
      object: { id: object, href: hrefOf(context, object) },
    })),
    ...deliveries.map(({ seq, type, next_at: at }) => ({
      at,
      title: `${type} is sent again`,
      object: { id: `Delivery ${seq}`, href: `/deliveries/${seq}` },
    })),
  ];
  return dues
    .sort((a, b) => a.at - b.at)
    .slice(0, MOST)
    .map(({ at, ...due }) => ({ ...due, at: moment(at), in: `in ${span(Math.max(1, (at - now) / 1000))}` }));
}
