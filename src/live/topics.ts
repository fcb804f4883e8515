import type { Paths } from '../paths';
import type { ChangeRepository, Changed } from '../store/changes';
import type { ContractorRepository } from '../store/contractors';
import type { OnboardingRepository } from '../store/onboardings';
import type { ShownTable } from '../store/shown-tables';

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

export interface ChangesStore {
  changes: Pick<ChangeRepository, 'versions'>;
}
export interface LiveStore extends ChangesStore {
  onboardings: Pick<OnboardingRepository, 'changedAt'>;
  contractors: Pick<ContractorRepository, 'changedAt'>;
}

/** An onboarding, or a contractor. */
interface Row {
  id: string;
  updated_at: number;
}

/** What the pages of a topic show: names too, of whom the rows are about. */
const TABLES: Readonly<Record<ListTopic, readonly ShownTable[]>> = {
  onboardings: ['onboardings'],
  events: ['events', 'rejected_deliveries', 'onboardings', 'contractors'],
  contractors: ['contractors', 'standings', 'known_objects', 'onboardings'],
};

export function isTopic(text: string): text is Topic {
  return isList(text) || /^ob_\w{1,64}$/.test(text) || /^cn:[\w-]{1,300}$/.test(text);
}

export const isList = (text: string): text is ListTopic => LISTS.some((list) => list === text);

/** As a live page. Ask before its rows are read: what changes meanwhile is then shown twice, and never missed. */
export async function livePage(topic: Topic, store: LiveStore, paths: Paths): Promise<LivePage> {
  const versions = await versionsOf([topic], store);
  return { url: paths.changes, topic, version: versions.get(topic) ?? '' };
}

/** Ask once its row is read, and before its events are. */
export const liveOnboarding = ({ id, ...row }: Row, store: ChangesStore, paths: Paths): Promise<LivePage> =>
  liveRow(id as Topic, row, store, paths);

/** The same. */
export const liveContractor = ({ id, ...row }: Row, store: ChangesStore, paths: Paths): Promise<LivePage> =>
  liveRow(`cn:${id}`, row, store, paths);

async function liveRow(
  topic: Topic,
  { updated_at: at }: Omit<Row, 'id'>,
  { changes }: ChangesStore,
  paths: Paths,
): Promise<LivePage> {
  const parts = partsOf(topic);
  const versions = await changes.versions(parts);
  return { url: paths.changes, topic, version: versionOf(at, parts, versions) };
}

const versionOf = (at: number, parts: readonly Changed[], versions: ReadonlyMap<Changed, number>): string =>
  [at, ...parts.map((part) => versions.get(part) ?? 0)].join('.');

/** The version of each topic: a text that differs whenever the page would. What is gone has an empty one. */
export async function versionsOf(topics: readonly Topic[], store: LiveStore): Promise<Map<Topic, string>> {
  const [versions, rows] = await Promise.all([
    store.changes.versions(topics.flatMap(partsOf)),
    rowsOf(topics, store),
  ]);
  const version = (topic: Topic): string => {
    const at = isList(topic) ? 0 : rows.get(topic);
    return at === undefined ? '' : versionOf(at, partsOf(topic), versions);
  };
  return new Map(topics.map((topic) => [topic, version(topic)]));
}

const partsOf = (topic: Topic): readonly Changed[] => (isList(topic) ? TABLES[topic] : [topic]);

/** When each onboarding and each contractor changed last itself; of the others, their pages are told by name. */
async function rowsOf(topics: readonly Topic[], { onboardings, contractors }: LiveStore) {
  const ids = topics.filter((topic) => topic.startsWith('cn:')).map((topic) => topic.slice('cn:'.length));
  const [one, other] = await Promise.all([
    onboardings.changedAt(topics.filter((topic) => topic.startsWith('ob_'))),
    contractors.changedAt(ids),
  ]);
  return new Map([...one, ...[...other].map(([id, at]) => [`cn:${id}`, at] as const)]);
}
