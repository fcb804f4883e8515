import type { LearningRepositories } from '../../contractors/known/settle';
import type { ApiCallRepository } from '../../store/api-calls';
import type { ClaimRepository } from '../../store/claims';
import type { ContractorRepository } from '../../store/contractors';
import type { EventRepository } from '../../store/events';
import type { OnboardingObjectRepository } from '../../store/onboarding-objects';
import type { OnboardingRepository } from '../../store/onboardings';
import type { PendingEventRepository } from '../../store/pending-events';
import type { UnclearCreateRepository } from '../../store/unclear-creates';

/** What the journey asks of the store. Any other that keeps these promises can be given in its place. */
export interface JourneyStore {
  onboardings: Pick<OnboardingRepository, 'find' | 'create' | 'keepSession'>;
  contractors: Pick<ContractorRepository, 'page'>;
  objects: Pick<OnboardingObjectRepository, 'createdWith' | 'used'>;
  pending: Pick<PendingEventRepository, 'reopenUnmatched'>;
  claims: Pick<ClaimRepository, 'take' | 'end'>;
  unclearCreates: Pick<UnclearCreateRepository, 'find' | 'keep' | 'forget'>;
  /**
   * Runs work on one onboarding alone: no other process or request that uses this method for the same onboarding, or
   * `onboardings.alone` in `together`, runs at the same time, and its changes are committed together or not at all.
   */
  exclusively<Result>(
    onboardingId: string,
    work: (repositories: KeptTogether) => Promise<Result>,
  ): Promise<Result>;
  /** Runs work whose changes are committed together or not at all; anew where it and another wait for each other. */
  together<Result>(work: (repositories: KeptTogether) => Promise<Result>): Promise<Result>;
}

/** What changes together when an onboarding makes an object its own. */
export interface KeptTogether extends LearningRepositories {
  onboardings: Pick<OnboardingRepository, 'alone' | 'find' | 'update' | 'remove' | 'removeEmpty'>;
  objects: Pick<OnboardingObjectRepository, 'link'>;
  events: Pick<EventRepository, 'ofTypes'>;
  pending: Pick<PendingEventRepository, 'reopenUnmatched' | 'giveObjects'>;
  apiCalls: Pick<ApiCallRepository, 'add'>;
  claims: Pick<ClaimRepository, 'end'>;
  unclearCreates: Pick<UnclearCreateRepository, 'forget'>;
}
