/** The local sandbox. On demand it answers some paths from memory, so that its own work hides no difference. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSandbox } from '../../sandbox/src/create-sandbox';
import { keepCalls } from '../support/calls';
import { keepOnly } from '../support/contractors';
import { serve } from '../support/serve';

serve(async (_options: object, url) => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'bench-sandbox-'));
  const sandbox = createSandbox({ dataDir, publicUrl: url });
  const kept = new Map<string, Buffer>();

  async function keep(paths: readonly string[]): Promise<void> {
    for (const wanted of paths) {
      const headers = { Authorization: `Bearer ${sandbox.apiKey}` };
      const answer = await fetch(url + wanted, { headers });
      if (!answer.ok) throw new Error(`${wanted} answers ${answer.status}`);
      kept.set(wanted, Buffer.from(await answer.arrayBuffer()));
    }
  }

  return Promise.resolve({
    handle: (req, res) => {
      const body = kept.get(req.url ?? '');
      if (!body) {
        sandbox.app(req, res);
        return;
      }
      res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length }).end(body);
    },
    questions: {
      key: () => sandbox.apiKey,
      keep: (paths) => keep(paths as string[]),
      keepCalls: (count) => keepCalls(count as number, path.join(dataDir, 'journal.sqlite')),
      keepOnly: (count) => keepOnly(count as number, path.join(dataDir, 'sandbox.sqlite')),
    },
    stop: async () => {
      await sandbox.close();
      rmSync(dataDir, { recursive: true });
    },
  });
});
