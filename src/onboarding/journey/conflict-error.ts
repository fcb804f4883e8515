import { PageError } from '../../pages/page-errors';
import type { Card } from './rows';

/**
 * A reason not to save. The form comes back and stands on `basis`, what is there now: sent again it goes through. `saved`
 * is what somebody else saved meanwhile.
 */
export class ConflictError extends PageError {
  readonly basis: string | null;
  readonly saved: Card | null;

  constructor(text: string, basis: string | null = null, saved: Card | null = null) {
    super(409, 'Changed by somebody else', text, 'Go to the onboarding to see how it is now.');
    this.basis = basis;
    this.saved = saved;
  }
}
