/** The least that could stand in for the API: Express routes that answer fixed bytes and keep nothing. */
import express from 'express';
import { serve } from '../support/serve';

export interface BareRoute {
  method: 'get' | 'post';
  path: string;
  status: number;
  body: string;
}

serve(() => {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  const addRoute = ({ method, path, status, body }: BareRoute) =>
    void app[method](path, express.json(), (_req, res) => void res.status(status).type('json').send(body));
  return Promise.resolve({
    handle: app,
    questions: { addRoute: (route) => addRoute(route as BareRoute) },
    stop: () => Promise.resolve(),
  });
});
