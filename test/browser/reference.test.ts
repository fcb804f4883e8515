import { startApp, type TestApp } from '../support/harness';
import { inspect } from './support/inspect';
import { visit, type Visit } from './support/visit';

let running: TestApp;
let person: Visit;
beforeAll(async () => {
  running = await startApp();
  // Nothing but the sandbox may be asked: `problems` holds each request to elsewhere and each refusal by the CSP.
  person = await visit(running);
});
afterAll(async () => {
  await person.leave();
  await running.stop();
});

const operation = (id: string) => person.page.locator(`[id$="-${id}"]`);

test('shows every operation and asks nobody but the sandbox', async () => {
  const document = (await (await fetch(`${running.sandbox.url}/openapi.json`)).json()) as {
    paths: Record<string, object>;
    webhooks: object;
  };
  const methods = Object.values(document.paths).flatMap((item) => Object.keys(item));
  const described = methods.filter((key) => key !== 'parameters').length;
  await person.page.goto(`${running.sandbox.url}/docs`);
  await operation('createContractor').waitFor();
  expect(await person.page.locator('.opblock').count()).toBe(
    described + Object.keys(document.webhooks).length,
  );
  expect(person.problems).toEqual([]);
});

test('looks finished, and reads well', async () => {
  // Against best practice alone: the library skips a level of headings, and puts its introduction before its main part.
  const faults = await inspect(person.page, 'api-reference');
  expect(faults.filter((fault) => !/: (heading-order|region) /.test(fault))).toEqual([]);
});

test('sends a call to the sandbox with its key', async () => {
  const block = operation('createContractor');
  await block.locator('.opblock-summary-control').click();
  await block.getByRole('button', { name: 'Try it out' }).click();
  await block.getByRole('button', { name: 'Execute' }).click();
  await block.locator('.live-responses-table .response-col_status', { hasText: '201' }).waitFor();
  expect(await block.locator('.live-responses-table').innerText()).toMatch(/"id": "cn_\w{10}"/);
  expect(person.problems).toEqual([]);
});
