import type { Knowledge } from '../contractors/known/knowledge';
import { factsOf } from '../contractors/known/facts-of';
import type { AllRead } from '../contractors/known/read-all';
import type { KnownOfContractor } from '../contractors/known/records';
import { within } from '../lib/within';
import type { PolicyApi } from '../policy-api/client';
import { isUnknownObject } from '../policy-api/errors';
import { confirmed } from './confirmed';
import { gateOf, notAnswered, type GateAnswer, type GateKnowledge, type GateQuestion } from './gate';

/** So long the API has to tell all it knows of a contractor. */
const TIME_LIMIT_MS = 8_000;

export interface GateDeps {
  knowledge: Pick<Knowledge, 'of' | 'refresh' | 'askedAt' | 'see'>;
  api: Pick<PolicyApi, 'getJob'>;
  /** Epoch milliseconds by our own clock, as knowledge is dated. */
  now: () => number;
}

/** What was asked of the API, or why it told nothing. */
interface Learnt extends Pick<GateKnowledge, 'isUnknown' | 'problem'> {
  read: AllRead | null;
}

/** Nothing was asked, and nothing stood in the way. */
const UNASKED: Learnt = { read: null, isUnknown: false, problem: null };

/** Answers from what is known, after asking the API where that is too old. */
export class Gate {
  private readonly deps: GateDeps;
  /** Those who ask about one contractor at the same time share what the API is asked. */
  private readonly underWay = new Map<string, Promise<AllRead>>();

  constructor(deps: GateDeps) {
    this.deps = deps;
  }

  /** It never fails while the database answers: what fails at the API is a no. */
  async ask(question: GateQuestion, maxAgeSeconds = 0): Promise<GateAnswer> {
    const { knowledge, now } = this.deps;
    const came = now();
    const { read, isUnknown, problem } = await this.learn(question.contractor, came, maxAgeSeconds * 1000);
    const [known, asOf] = await Promise.all([
      knowledge.of(question.contractor),
      knowledge.askedAt(question.contractor),
    ]);
    const current = known?.contractor.gone ? null : known;
    const facts = current && factsOf(current, question.job);
    const proven = facts && read ? confirmed(facts, read.objects) : facts;
    const ageSeconds = asOf === null ? null : Math.max(0, came - asOf) / 1000;
    const jobExists = await this.jobExists(question.job, current);
    const told = { facts: proven, ageSeconds, jobExists, isUnknown, problem, unread: read?.unread };
    return gateOf(question, told, maxAgeSeconds);
  }

  /** `came`: when the question did; `maxAge`: how much older what is known may be. In milliseconds. */
  private async learn(contractor: string, came: number, maxAge: number): Promise<Learnt> {
    const asked = maxAge === 0 ? null : await this.deps.knowledge.askedAt(contractor);
    if (asked !== null && asked >= came - maxAge) return UNASKED;
    try {
      // What was under way before the question came may be too old for it; what begins after that is not.
      if (this.underWay.has(contractor)) await this.refresh(contractor);
      return { ...UNASKED, read: await this.refresh(contractor) };
    } catch (error) {
      return { ...UNASKED, ...notAnswered(error) };
    }
  }

  private refresh(contractor: string): Promise<AllRead> {
    const begun = this.underWay.get(contractor);
    if (begun) return begun;
    const work = within(TIME_LIMIT_MS, this.deps.knowledge.refresh(contractor)).finally(() =>
      this.underWay.delete(contractor),
    );
    this.underWay.set(contractor, work);
    return work;
  }

  private async jobExists(job: string | null, known: KnownOfContractor | null): Promise<boolean | null> {
    const found = job === null ? undefined : known?.jobs.get(job);
    if (found || job === null || known === null) return found ? !found.gone : null;
    try {
      await this.deps.knowledge.see('job', await within(TIME_LIMIT_MS, this.deps.api.getJob(job)));
      return true;
    } catch (error) {
      return isUnknownObject(error) ? false : null;
    }
  }
}
