import type { QuoteSummary } from '../../onboarding/quote/summary';
import type { OnboardingObjectRepository } from '../../store/onboarding-objects';
import type { OnboardingRepository } from '../../store/onboardings';

interface QuoteStore {
  objects: Pick<OnboardingObjectRepository, 'match'>;
  onboardings: Pick<OnboardingRepository, 'find'>;
}

/**
 * Where the contractor lived when a quote was fetched here, in two letters. The API says only where they live now, so it
 * is null for a quote that was fetched elsewhere.
 */
export async function keptHomeState(
  { objects, onboardings }: QuoteStore,
  quoteId: string,
): Promise<string | null> {
  const asked = { object_id: quoteId, quote_id: null, policy_id: null, shared_id: null };
  const owner = (await objects.match([asked])).get(asked);
  const kept = owner === undefined ? null : (await onboardings.find(owner))?.quote;
  if (!kept) return null;
  const { id, homeState } = JSON.parse(kept) as QuoteSummary;
  return id === quoteId ? (homeState ?? null) : null;
}
