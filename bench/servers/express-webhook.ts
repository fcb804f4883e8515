/** An Express route that reads the raw body and verifies it, and stores nothing. */
import express from 'express';
import { paths } from '../../src/paths';
import { timestamped } from '../../src/webhooks/schemes/timestamped';
import { serve } from '../support/serve';

const scheme = timestamped();

serve(({ secret }: { secret: string }) => {
  const app = express();
  app.post(paths.webhook, express.raw({ type: '*/*' }), (req, res) => {
    const rawBody = req.body as Buffer;
    const now = Math.floor(Date.now() / 1000);
    const problem = scheme.verify({ headers: req.headers, rawBody, secrets: [secret], now });
    if (problem) return void res.status(401).end();
    JSON.parse(rawBody.toString());
    res.json({ received: true });
  });
  return Promise.resolve({ handle: app, stop: () => Promise.resolve() });
});
