import path from 'node:path';
import { openSqlite } from '../../lib/sqlite';
import { contractorFields, makeSession } from './support/objects';
import { runReceiver, runSandbox, seen, until } from './support/running-sandbox';

/** A sandbox whose tables can be taken away for a while, as by a database that fails, and what it logs. */
async function start(options: Parameters<typeof runSandbox>[0] = {}) {
  const log: string[] = [];
  const note = (_fields: object, message = '') => void log.push(message);
  const sandbox = await runSandbox({
    unchecked: true,
    logger: { info: note, warn: note, error: note },
    ...options,
  });
  const other = openSqlite(path.join(sandbox.dataDir, 'sandbox.sqlite'));
  return {
    sandbox,
    log,
    take: async (table: string) => {
      other.exec(`ALTER TABLE ${table} RENAME TO taken`);
      await seen();
    },
    giveBack: async (table: string) => {
      other.exec(`ALTER TABLE taken RENAME TO ${table}`);
      await seen();
    },
    close: async () => {
      other.close();
      await sandbox.close();
    },
  };
}

test('a sender whose database fails is logged, and goes on delivering later', async () => {
  let accepts = false;
  const receiver = await runReceiver(() => (accepts ? 200 : 503));
  const { sandbox, log, take, giveBack, close } = await start({ retryDelaysMs: Array<number>(50).fill(100) });
  await sandbox.call('POST', '/webhook_endpoints', { url: receiver.url });
  await makeSession(sandbox.call);
  await until(() => receiver.deliveries.length > 0);
  await take('deliveries');
  await until(() => log.includes('webhook sender failed; trying again'));
  await giveBack('deliveries');
  accepts = true;
  const count = receiver.deliveries.length;
  await makeSession(sandbox.call);
  await until(() => receiver.deliveries.length >= count + 2);
  await close();
  await receiver.close();
});

test('a schedule whose database fails is logged, and loses no task', async () => {
  let ahead = 0;
  const { sandbox, log, take, giveBack, close } = await start({ now: () => Date.now() + ahead });
  const contractor = String((await sandbox.call('POST', '/contractors', contractorFields())).body.id);
  const upload = async () => {
    const form = new FormData();
    form.set('contractor', contractor);
    form.set('certificate', new Blob(['%PDF-1.4'], { type: 'application/pdf' }), 'acme.pdf');
    const headers = { authorization: sandbox.apiKey };
    const answer = await fetch(`${sandbox.url}/api/v1/files/certificates`, {
      method: 'POST',
      headers,
      body: form,
    });
    return String(((await answer.json()) as { id: string }).id);
  };
  // Due ten seconds later; noting the next one sets the timer anew.
  const first = await upload();
  ahead = 9_500;
  await upload();
  await take('schedule');
  await until(() => log.includes('scheduled tasks could not be done; trying again'));
  await giveBack('schedule');
  const { body } = await sandbox.call('GET', `/files/certificates/${first}`);
  expect(body.status).toBe('processing');
  await close();
});
