import type { HoodView } from '../../under-the-hood/hood';
import type { ProgressItem } from './guard';
import type { Step } from './steps';

/** What each page of the journey shows besides its own: progress, why we ask, and what is under the hood. */
export interface JourneyView {
  onboarding: { id: string; name: string | null; href: string };
  steps: ProgressItem[];
  step: Step | null;
  hood: HoodView;
}
