/** What is known of contractors: kept for all pages, learned from events and from every answer of the API. */
import type { Store } from '../../store/store';
import type { ContractorRow } from '../../store/contractors';
import type { OnboardingRow } from '../../store/onboardings';
import { isUnknownObject } from '../../policy-api/errors';
import type { PolicyApi } from '../../policy-api/client';
import { allOf, readRegister, type AllOfContractor } from './all-of';
import type { ObjectKind, ObjectOf } from './kinds';
import { asGone, fromAnswer, type Learned } from './observe';
import { learn, learnWithin, type Outcome } from './learn';
import { readAll, type AllRead } from './read-all';
import { restand, type LearnDeps, type LearningRepositories } from './settle';

export interface KnowledgeDeps {
  api: PolicyApi;
  store: Pick<Store, 'together' | 'withoutWaiting' | 'contractors' | 'knownObjects' | 'standings'>;
  /** What an onboarding says of its objects. `at`: epoch seconds by the API's clock. */
  fromOnboarding: (row: OnboardingRow, at: number) => Learned[];
  newToken: () => string;
  /** Epoch milliseconds. */
  now: () => number;
  /** The clock of the API. */
  apiClock: { now(): number; notAfter(ours: number): number };
  /** Told that the coverage of somebody for a job stands anew, which is noted in `coverageNews`. */
  onMove?: (() => void) | undefined;
  /** Told when there is something to read from the API. */
  onWant?: () => void;
}

/** So many contractors at once whose standing time has changed. */
const GROUP = 50;

export class Knowledge {
  private readonly deps: KnowledgeDeps;
  private readonly learning: LearnDeps;
  /** The second by the API's clock until which no standing waits to be looked at. */
  private passedAt = -1;

  constructor(deps: KnowledgeDeps) {
    this.deps = deps;
    this.learning = { ...deps, at: () => this.at() };
  }

  /** Now by the API's clock, in epoch seconds: what covers is asked as of then. */
  at(): number {
    return Math.floor(this.deps.apiClock.now() / 1000);
  }

  /** All that is known of a contractor, without asking the API; null where nothing is. */
  async of(contractorId: string): Promise<AllOfContractor | null> {
    const row = await this.deps.store.contractors.find(contractorId);
    return row ? this.ofKnown(row) : null;
  }

  /** The same of a contractor whose row was read. */
  async ofKnown({ id }: Pick<ContractorRow, 'id'>): Promise<AllOfContractor> {
    const { knownObjects } = this.deps.store;
    return allOf(await readRegister(knownObjects, [id], await knownObjects.ofContractor(id)), id);
  }

  /** When the API was asked last for all it has of a contractor, in epoch milliseconds; null: never. */
  async askedAt(contractorId: string): Promise<number | null> {
    return (await this.deps.store.contractors.find(contractorId))?.asked_at ?? null;
  }

  /** An object as the API just answered it. `askedAt`: when it was asked, in our epoch milliseconds. */
  see<Kind extends ObjectKind>(kind: Kind, object: ObjectOf<Kind>, askedAt = this.deps.now()): Promise<void> {
    return this.keep([fromAnswer(kind, object, this.answered(askedAt))]);
  }

  /** The API does not know it any more, or it was deleted. Of what was never known nothing is kept. */
  async gone(kind: ObjectKind, id: string): Promise<void> {
    const known = await this.deps.store.knownObjects.find(kind, [id]);
    if (known.has(id)) await this.keep([asGone(kind, id, this.answered(this.deps.now()))]);
  }

  /** What an onboarding has chosen and was told. */
  seeOnboarding(onboarding: OnboardingRow): Promise<void> {
    return this.keep(this.deps.fromOnboarding(onboarding, this.at()));
  }

  /**
   * The same in the transaction that changes the onboarding, in which nobody else learns (see `knownObjects.alone`), with
   * the object that it chose, as the API just answered it. Gives back what to call after the commit.
   */
  async seeChoice(
    repositories: LearningRepositories,
    onboarding: OnboardingRow,
    chosen: { kind: ObjectKind; answered: { id: string } },
  ): Promise<() => void> {
    const learned = this.deps.fromOnboarding(onboarding, this.at());
    learned.push(fromAnswer(chosen.kind, chosen.answered as never, this.answered(this.deps.now())));
    const outcome = await learnWithin(repositories, this.learning, learned);
    return () => this.tell(outcome);
  }

  /** An onboarding that was removed says no more which job a contractor is on the way to. */
  async forgetOnboarding({ id, contractor_id: contractorId }: OnboardingRow): Promise<void> {
    await this.deps.store.together(async ({ knownObjects }) => {
      await knownObjects.alone();
      await knownObjects.remove('onboarding', id);
    });
    if (contractorId === null) return;
    await restand(this.learning, [contractorId]);
  }

  /** Keeps what can be learned once more, as from events, which are kept, and tells of what changed by it. */
  async learn(learned: readonly Learned[]): Promise<void> {
    this.tell(await learn(this.learning, learned, 'withoutWaiting'));
  }

  private async keep(learned: readonly Learned[]): Promise<void> {
    this.tell(await learn(this.learning, learned, 'together'));
  }

  private tell({ moved, wants }: Outcome): void {
    const { onMove, onWant } = this.deps;
    if (moved) onMove?.();
    if (wants) onWant?.();
  }

  /**
   * Asks the API for all it has of a contractor: themselves, policies, assignments, invoices and certificates. What it
   * does not know any more is noted as gone. Gives back what it answered, and what was not read. @throws PolicyApiError, for one with status 404 where there is no such contractor
   */
  async refresh(contractorId: string, api: PolicyApi = this.deps.api): Promise<AllRead> {
    const { store, now } = this.deps;
    const askedAt = now();
    const known = await this.of(contractorId);
    const seen = await readAll(api, contractorId, known).catch(async (error: unknown) => {
      if (known && isUnknownObject(error)) await this.gone('contractor', contractorId);
      throw error;
    });
    const at = this.answered(askedAt);
    await this.learn([
      ...seen.objects.map(({ kind, object }) => ownedBy(contractorId, fromAnswer(kind, object as never, at))),
      // An assignment of theirs may name a policy that nothing else was known of.
      ...seen.gone.map(({ kind, id }) => ownedBy(contractorId, asGone(kind, id, at))),
    ]);
    await store.contractors.noteAsked(contractorId, askedAt);
    return seen;
  }

  /** Looks at those whose standing time alone has changed. Gives back whether there were any. */
  async passTime(): Promise<boolean> {
    const { store, onMove } = this.deps;
    const now = this.at();
    // What is learned meanwhile changes later than now.
    if (now === this.passedAt) return false;
    let any = false;
    for (let before = ''; ;) {
      const due = await store.standings.due(GROUP, now);
      // None leaves the list only where the clock of another process is ahead of ours.
      if (due.length === 0 || due.join() === before) {
        this.passedAt = now;
        return any;
      }
      before = due.join();
      any = true;
      const moved = await restand(this.learning, due);
      if (moved) onMove?.();
    }
  }

  /** What an answer says was so at this time, in epoch seconds by the API's clock; an event of later counts for more. */
  private answered(askedAt: number): number {
    return Math.floor(this.deps.apiClock.notAfter(askedAt) / 1000);
  }
}

/** Policies do not say whose they are: the list that they are in does. */
function ownedBy(contractorId: string, learned: Learned): Learned {
  if (learned.kind !== 'policy') return learned;
  const gone = learned.fields['gone'];
  const [at, rank] = gone ?? [0, 0];
  return { ...learned, fields: { ...learned.fields, contractorId: [at, rank, contractorId] } };
}
