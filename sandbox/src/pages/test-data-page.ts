import { Router } from 'express';
import { scenarios, type Scenario, type ScenarioField } from '../scenarios';
import { dashboardPage } from './navigation';

const FORM = 'Offered beside the form of the example app, and taken from any client of the API.';
const HOSTED = 'Given by whoever plays the contractor, in pages that the example app or any client leads to.';
const FILE = 'Such files are offered where the example app takes a certificate; any client can send one.';
const CLIENT = 'Not for the example app, which keeps the key that it was started with.';

/** Where each kind of value is put, and by whom, in the order in which an application comes to them. */
const groups: Record<ScenarioField, readonly [title: string, who: string]> = {
  'contractor.last_name': ['The contractor’s last name', FORM],
  'job.category_code': ['The job’s category code', FORM],
  'job.address.region': ['The state that the job is in', FORM],
  'claims question': ['The question about claims, in the hosted application', HOSTED],
  'card number': ['The card number, in the hosted application and on the page for a card', HOSTED],
  'certificate file name': ['The name of a certificate’s file: what it ends in', FILE],
  'API key': ['For clients of the API', CLIENT],
};

/** `/test-data`: the values that lead to an ending. */
export function testDataRouter(): Router {
  const router = Router();
  const all: readonly Scenario[] = Object.values(scenarios);
  router.get('/test-data', (_req, res) => {
    res.render('test-data', {
      page: dashboardPage('Test data', 'Test data'),
      model: {
        groups: Object.entries(groups).map(([field, [title, who]], index) => ({
          id: `group-${index}`,
          field,
          title,
          who,
          // Nobody who looks for something to play is offered it.
          isFolded: field === 'API key',
          scenarios: all.filter((scenario) => scenario.field === field),
        })),
      },
    });
  });
  return router;
}
