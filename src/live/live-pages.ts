import { BackgroundTask } from '../lib/background-task';
import type { ChangeRepository } from '../store/changes';
import { versionsOf, type LiveStore, type Topic } from './topics';

/** How often the database is asked for changes that another process made. */
const LOOK_EVERY_MS = 2000;

/** So many are asked for by one statement. */
const AT_ONCE = 1000;

type PagesStore = LiveStore & { changes: Pick<ChangeRepository, 'follow'> };

interface Follower {
  /** The version of each topic that was told last. */
  shown: Map<Topic, string>;
  tell: (topic: Topic, version: string) => void;
}

/**
 * The live pages that are open at this process. However many they are, the database is asked once for all of them:
 * as soon as a change of this process is counted, and every two seconds for those of others on the same database.
 */
export class LivePages {
  private readonly followers = new Set<Follower>();
  private readonly task: BackgroundTask;
  private readonly store: PagesStore;

  constructor(store: PagesStore) {
    this.store = store;
    // A look that fails is made up for by the next one.
    const look = () => this.look().catch(() => LOOK_EVERY_MS);
    this.task = new BackgroundTask(look, () => undefined);
    store.changes.follow(() => this.task.soon(0));
  }

  /** Tells of each topic whose version is not the one shown: at first soon. Gives back the function that ends it. */
  follow(shown: ReadonlyMap<Topic, string>, tell: Follower['tell']): () => void {
    const follower = { shown: new Map(shown), tell };
    this.followers.add(follower);
    this.task.soon(0);
    return () => this.followers.delete(follower);
  }

  private async look(): Promise<number | null> {
    if (this.followers.size === 0) return null;
    const topics = [...new Set([...this.followers].flatMap(({ shown }) => [...shown.keys()]))];
    const versions = new Map<Topic, string>();
    for (let from = 0; from < topics.length; from += AT_ONCE)
      for (const version of await versionsOf(topics.slice(from, from + AT_ONCE), this.store))
        versions.set(...version);
    for (const { shown, tell } of this.followers)
      for (const [topic, before] of shown) {
        const version = versions.get(topic);
        // What began to be followed meanwhile is asked for by the next look.
        if (version === undefined || version === before) continue;
        shown.set(topic, version);
        tell(topic, version);
      }
    return LOOK_EVERY_MS;
  }
}
