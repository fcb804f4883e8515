import type { callView } from './call-view';
import type { ProgressItem } from './guard';
import type { Step } from './steps';

/** What each page of the journey shows besides its own: progress, why we ask, and the API calls made. */
export interface JourneyView {
  onboarding: { id: string; name: string | null; href: string };
  steps: ProgressItem[];
  step: Step | null;
  calls: ReturnType<typeof callView>[];
}
