import type { Paths } from '../paths';
import type { EventRepository } from '../store/events';
import type { OnboardingRepository } from '../store/onboardings';

/** What a live page shows: one of the lists, or the onboarding with this id. */
export type Topic = 'onboardings' | 'events' | `ob_${string}`;

/** Where a page is read from, what it shows, and in which version: `views/partials/live` writes it on the page. */
export interface LivePage {
  url: string;
  topic: Topic;
  version: string;
}

export interface LiveStore {
  onboardings: Pick<OnboardingRepository, 'changedAt' | 'newest'>;
  events: Pick<EventRepository, 'lastSeq'>;
}

export function isTopic(text: string): text is Topic {
  return text === 'onboardings' || text === 'events' || /^ob_\w{1,64}$/.test(text);
}

/**
 * The list as a live page. Ask before its rows are read: what changes meanwhile is then shown twice, and never missed.
 */
export async function liveList(
  topic: 'onboardings' | 'events',
  store: LiveStore,
  paths: Paths,
): Promise<LivePage> {
  return { url: paths.changes, topic, version: (await versionsOf([topic], store)).get(topic) ?? '' };
}

export function liveOnboarding(
  { id, updated_at: changed }: { id: string; updated_at: number },
  paths: Paths,
): LivePage {
  return { url: paths.changes, topic: id as Topic, version: String(changed) };
}

/** The version of each topic: a text that differs whenever the page would. An onboarding that is gone has an empty one. */
export async function versionsOf(topics: Iterable<Topic>, store: LiveStore): Promise<Map<Topic, string>> {
  const wanted = [...topics];
  const ids = wanted.filter((topic) => topic.startsWith('ob_'));
  const [changed, lists] = await Promise.all([
    store.onboardings.changedAt(ids),
    ids.length < wanted.length ? listVersions(store) : null,
  ]);
  return new Map(
    wanted.map((topic) => [
      topic,
      topic === 'onboardings' || topic === 'events'
        ? (lists?.[topic] ?? '')
        : String(changed.get(topic) ?? ''),
    ]),
  );
}

/** The log of events shows names of onboardings too, and which events have found theirs. */
async function listVersions({ onboardings, events }: LiveStore) {
  const [newest, last] = await Promise.all([onboardings.newest(), events.lastSeq()]);
  return { onboardings: newest, events: `${last}-${newest}` };
}
