import type { Router } from 'express';
import { z } from 'zod';
import { isHostWithPort } from '../../../lib/hosts';
import type { SandboxContext } from '../context';
import { readJson } from './body';

const LONGEST_SECONDS = 3600;
const originText = 'Must be an origin such as "http://127.0.0.1:3000".';
const secondsText = `Must be a whole number of seconds from 1 to ${LONGEST_SECONDS}.`;
const isOrigin = (text: string) =>
  URL.canParse(text) &&
  /^https?:/.test(text) &&
  new URL(text).origin === text &&
  isHostWithPort(new URL(text).host);

const schema = z.strictObject(
  {
    origin: z.string(originText).refine(isOrigin, originText),
    seconds: z.int(secondsText).min(1, secondsText).max(LONGEST_SECONDS, secondsText),
  },
  'Send an object with origin and seconds.',
);

/** `/framing`: whether a site may show pages of the sandbox in its frames. It ends by itself. */
export function addFraming(router: Router, { framing }: SandboxContext): void {
  const route = router.route('/framing');
  route.get((_req, res) => void res.json(framing.current()));
  route.put((req, res) => {
    const { origin, seconds } = readJson(schema, req.body);
    framing.allow(origin, seconds);
    res.json(framing.current());
  });
  route.delete((_req, res) => {
    framing.refuse();
    res.json(framing.current());
  });
}
