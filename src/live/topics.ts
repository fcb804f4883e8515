import type { Paths } from '../paths';
import type { ContractorRepository } from '../store/contractors';
import type { EventRepository } from '../store/events';
import type { OnboardingLists } from '../store/onboarding-lists';
import type { OnboardingRepository } from '../store/onboardings';
import type { PendingEventRepository } from '../store/pending-events';
import type { RejectedDeliveryRepository } from '../store/rejected-deliveries';

/** What a live page shows: one of the lists, the onboarding with this id, or the contractor with this id of the API. */
export type Topic = ListTopic | `ob_${string}` | `cn:${string}`;
export type ListTopic = (typeof LISTS)[number];
const LISTS = ['onboardings', 'events', 'contractors'] as const;

/** Where a page is read from, what it shows, and in which version: `views/partials/live` writes it on the page. */
export interface LivePage {
  url: string;
  topic: Topic;
  version: string;
}

export interface LiveStore {
  onboardings: Pick<OnboardingRepository, 'changedAt'>;
  lists: Pick<OnboardingLists, 'version'>;
  events: Pick<EventRepository, 'lastSeq'>;
  contractors: Pick<ContractorRepository, 'changedAt' | 'newest'>;
  pending: Pick<PendingEventRepository, 'next'>;
  rejected: Pick<RejectedDeliveryRepository, 'newest'>;
}

export function isTopic(text: string): text is Topic {
  return isList(text) || /^ob_\w{1,64}$/.test(text) || /^cn:[\w-]{1,300}$/.test(text);
}

export const isList = (text: string): text is ListTopic => LISTS.some((list) => list === text);

/**
 * The list as a live page. Ask before its rows are read: what changes meanwhile is then shown twice, and never missed.
 */
export async function liveList(topic: ListTopic, store: LiveStore, paths: Paths): Promise<LivePage> {
  return { url: paths.changes, topic, version: await listVersion(topic, store) };
}

export function liveOnboarding(
  { id, updated_at: changed }: { id: string; updated_at: number },
  paths: Paths,
): LivePage {
  return { url: paths.changes, topic: id as Topic, version: String(changed) };
}

export function liveContractor(
  { id, updated_at: changed }: { id: string; updated_at: number },
  paths: Paths,
): LivePage {
  return { url: paths.changes, topic: `cn:${id}`, version: String(changed) };
}

/** The version of each topic: a text that differs whenever the page would. What is gone has an empty one. */
export async function versionsOf(topics: Iterable<Topic>, store: LiveStore): Promise<Map<Topic, string>> {
  const wanted = [...topics];
  const ofKind = (prefix: string) => wanted.filter((topic) => topic.startsWith(prefix));
  const contractors = ofKind('cn:').map((topic) => topic.slice('cn:'.length));
  const [onboardings, changed, lists] = await Promise.all([
    store.onboardings.changedAt(ofKind('ob_')),
    store.contractors.changedAt(contractors),
    Promise.all(
      wanted.filter(isList).map(async (topic) => [topic, await listVersion(topic, store)] as const),
    ),
  ]);
  const versions = new Map<Topic, string>(lists);
  const versionOf = (topic: Topic): string => {
    const at = topic.startsWith('cn:') ? changed.get(topic.slice('cn:'.length)) : onboardings.get(topic);
    return String(at ?? '');
  };
  return new Map(wanted.map((topic) => [topic, versions.get(topic) ?? versionOf(topic)]));
}

/**
 * The log of events shows names too, which events wait, which have found whom they concern, and what was rejected.
 */
async function listVersion(
  topic: ListTopic,
  { lists, events, pending, contractors, rejected }: LiveStore,
): Promise<string> {
  if (topic === 'onboardings') return lists.version();
  if (topic === 'contractors') return String(await contractors.newest());
  const waiting = async () => Object.values((await pending.next()) ?? {}).join('.');
  const versions = [events.lastSeq(), waiting(), lists.version(), contractors.newest(), rejected.newest()];
  return (await Promise.all(versions)).join('-');
}
