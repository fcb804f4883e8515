/** The least that verifies a delivery and keeps it before it answers: `node:http` and one insert a transaction. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { timestamped } from '../../src/webhooks/schemes/timestamped';
import { bareDatabase } from '../support/bare-database';
import { serve } from '../support/serve';

const scheme = timestamped();

serve(async ({ secret }: { secret: string }) => {
  const database = await bareDatabase(process.env.TEST_DATABASE_URL);

  async function receive(rawBody: Buffer, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const now = Math.floor(Date.now() / 1000);
    const problem = scheme.verify({ headers: req.headers, rawBody, secrets: [secret], now });
    if (problem) return void res.writeHead(401).end();
    const text = rawBody.toString();
    const { id, type } = JSON.parse(text) as { id: string; type: string };
    await database.insert(id, type, text);
    res.writeHead(200, { 'Content-Type': 'application/json' }).end('{"received":true}');
  }

  return {
    handle: (req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        receive(Buffer.concat(chunks), req, res).catch(() => res.writeHead(503).end());
      });
    },
    questions: { countEvents: () => database.count() },
    stop: () => database.drop(),
  };
});
