import type { Response } from 'express';
import type { ApiFault } from './schema';

const hits = new WeakMap<Response, ApiFault['fault'][]>();

/** Notes on a call that a fault hit it. */
export function noteHit(res: Response, fault: ApiFault['fault']): void {
  hits.set(res, [...hitsOf(res), fault]);
}

/** The faults that hit a call, in the order in which they did. */
export const hitsOf = (res: Response): readonly ApiFault['fault'][] => hits.get(res) ?? [];
