import type {
  ApiCallTable,
  OnboardingCountTable,
  OnboardingObjectTable,
  OnboardingStageTable,
  OnboardingTable,
  UnclearCreateTable,
} from './schema/onboarding-tables';
import type {
  CoverageNewsTable,
  EventTable,
  HookDeliveryTable,
  RejectedDeliveryTable,
} from './schema/event-tables';
import type {
  ContractorTable,
  KnownObjectTable,
  SearchWordTable,
  StandingCountTable,
  StandingTable,
} from './schema/contractor-tables';
import type {
  ChangeTable,
  ClaimTable,
  MachineKeyTable,
  SessionTable,
  SettingTable,
  SignInAttemptTable,
} from './schema/access-tables';

/** Which database holds the tables. */
export type Engine = 'sqlite' | 'postgres';

/**
 * The tables. Column types are those that SQLite and PostgreSQL share: text, integer, and JSON kept as text.
 * Times are epoch milliseconds unless a name ends in `_seconds`.
 *
 * Never kept: tax ids, API keys, webhook secrets, card data.
 */
export interface Schema {
  onboardings: OnboardingTable;
  onboarding_counts: OnboardingCountTable;
  onboarding_objects: OnboardingObjectTable;
  events: EventTable;
  api_calls: ApiCallTable;
  sessions: SessionTable;
  sign_in_attempts: SignInAttemptTable;
  settings: SettingTable;
  claims: ClaimTable;
  unclear_creates: UnclearCreateTable;
  coverage_news: CoverageNewsTable;
  known_objects: KnownObjectTable;
  contractors: ContractorTable;
  standings: StandingTable;
  standing_counts: StandingCountTable;
  search_words: SearchWordTable;
  rejected_deliveries: RejectedDeliveryTable;
  machine_keys: MachineKeyTable;
  hook_deliveries: HookDeliveryTable;
  onboarding_stages: OnboardingStageTable;
  changes: ChangeTable;
}
