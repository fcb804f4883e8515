/** What the address of the board, or of its file, asks for. */
import type { Request } from 'express';
import { isStandingState, urgencyOf, type StandingState } from '../../coverage/standing-states';
import type { StandingFilter } from '../../store/standings';

export interface Asked {
  state: StandingState | null;
  search: string;
}

export function askedFor({ query }: Request): Asked {
  const { state, q } = query;
  return {
    state: typeof state === 'string' && isStandingState(state) ? state : null,
    search: typeof q === 'string' ? q.trim().slice(0, 100) : '',
  };
}

export function hrefOf({ state, search }: Asked, path: string, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({ ...(state && { state }), ...(search && { q: search }), ...more });
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

/** Of contractors whom the API does not know any more, only where they are asked for. */
export const filterOf = ({ state }: Asked): Pick<StandingFilter, 'urgency' | 'below'> =>
  state ? { urgency: urgencyOf(state) } : { below: urgencyOf('gone') };
