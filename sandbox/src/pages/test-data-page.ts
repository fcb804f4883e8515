import { Router } from 'express';
import { scenarios, type Scenario, type ScenarioField } from '../scenarios';
import { dashboardPage } from './navigation';

/** Where each kind of value is put, in the order in which an application comes to them. */
const groups: Record<ScenarioField, string> = {
  'contractor.last_name': 'The contractor’s last name',
  'job.category_code': 'The job’s category code',
  'job.address.region': 'The state that the job is in',
  'claims question': 'The question about claims, in the hosted application',
  'card number': 'The card number, in the hosted application and on the page for a card',
  'certificate file name': 'The name of a certificate’s file: what it ends in',
  'API key': 'The API key',
};

/** `/test-data`: the values that lead to an ending. */
export function testDataRouter(): Router {
  const router = Router();
  const all: readonly Scenario[] = Object.values(scenarios);
  router.get('/test-data', (_req, res) => {
    res.render('test-data', {
      page: dashboardPage('Test data', 'Test data'),
      model: {
        groups: Object.entries(groups).map(([field, title], index) => ({
          id: `group-${index}`,
          field,
          title,
          scenarios: all.filter((scenario) => scenario.field === field),
        })),
      },
    });
  });
  return router;
}
