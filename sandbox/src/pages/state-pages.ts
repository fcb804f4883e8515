import { Router } from 'express';
import type { SandboxContext } from '../context';
import { resetState } from '../state/replace';
import { seedDemoData } from '../state/seed';
import { count } from './format';
import { dashboardPage } from './navigation';
import type { PageForms } from './page-forms';

/** The buttons of the overview: demo data, and back to empty after a question. */
export function stateRouter(context: SandboxContext, forms: PageForms): Router {
  const router = Router();
  router.post('/seed', ...forms.receive, (req, res) =>
    forms.answer(req, res, '/', async () => {
      await seedDemoData(context);
      const links = [
        { text: 'Objects', href: '/objects' },
        { text: 'Events', href: '/events' },
      ];
      return { text: 'The demo data was added: see what there is now.', links };
    }),
  );
  router.get('/reset', (req, res) => {
    res.render('reset', {
      page: dashboardPage('Reset the sandbox', 'Overview'),
      model: {
        ...forms.model(req, res, '/reset'),
        endpoints: count(context.objects.count('webhook_endpoint')),
      },
    });
  });
  router.post('/reset', ...forms.receive, (req, res) =>
    forms.answer(req, res, '/', ({ keep_webhook_endpoints: keep }) => {
      resetState(context, keep === 'yes');
      const kept = keep === 'yes' ? ' Webhook endpoints were kept.' : '';
      const clock = context.clock.stands() ? 'is back at the start of its seed' : 'shows real time';
      return { text: `The sandbox is empty, and its clock ${clock}.${kept}`, links: [] };
    }),
  );
  return router;
}
