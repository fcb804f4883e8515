import type { Kept } from '../kept-settings';
import { MOST_FAULTS, type ApiFault, type ApiFaults } from './schema';

/** Puts a fault behind those that are on; false when there are too many. */
export function addFault(kept: Kept<ApiFaults>, fault: ApiFault): boolean {
  if (kept.current().length >= MOST_FAULTS) return false;
  kept.set([...kept.current(), fault]);
  return true;
}
