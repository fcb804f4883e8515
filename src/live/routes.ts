/** The stream that live pages follow: the lists of onboardings and events, and each onboarding's own page. */
import { Router } from 'express';
import { patterns } from '../paths';
import { followChanges, type StreamDeps } from './stream';
import { isTopic, type Topic } from './topics';

/** More pages than one browser has in sight. */
const MOST_TOPICS = 100;

export function liveRoutes(deps: StreamDeps): Router {
  const router = Router();
  router.get(patterns.changes, (req, res) => followChanges(shownPages(req.query.page), res, deps));
  return router;
}

/** Of `page=TOPIC@VERSION`, as often as there are pages; a page is asked for by what it shows. */
function shownPages(query: unknown): Map<Topic, string> {
  const shown = new Map<Topic, string>();
  for (const page of [query].flat().slice(0, MOST_TOPICS)) {
    if (typeof page !== 'string') continue;
    const [topic = '', version = ''] = page.split('@', 2);
    if (isTopic(topic)) shown.set(topic, version);
  }
  return shown;
}
