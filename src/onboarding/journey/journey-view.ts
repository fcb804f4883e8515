import type { ProgressItem } from './guard';
import type { Step } from './steps';

/** What each page of the journey shows besides its own: progress, and why we ask. */
export interface JourneyView {
  onboarding: { id: string; name: string | null; href: string };
  steps: ProgressItem[];
  step: Step | null;
}
