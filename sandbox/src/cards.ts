import { numberText } from '../../lib/text';
import type { Card, Contractor } from './model/parties';
import { asksFor, scenarios } from './scenarios';

/** The test card that pays. */
export const testCard = { number: '4242 4242 4242 4242', expiry: '12 / 34', code: '123' };

const digitsOf = (text: string): string => numberText(text).replace(/[ -]/g, '');
const accepted = digitsOf(testCard.number);
const declined = digitsOf(scenarios.declinedCard.value);
const paysNot = digitsOf(scenarios.cardFailsLater.value);

/**
 * Reads a card number that was typed: the card to keep, of which that is the last four digits, or why it is refused.
 * Nothing but test cards is taken.
 */
export function readCard(typed: string | undefined): Card | { refusal: string } {
  const digits = digitsOf(typed ?? '');
  if (digits === declined) return { refusal: 'The card was declined. Use another test card' };
  if (digits === accepted || digits === paysNot) {
    return { last4: digits.slice(-4), charges_fail: digits === paysNot };
  }
  return { refusal: `Use the test card ${testCard.number}; never type a real card here` };
}

/**
 * The card that a contractor gives: test data has all cards of some declined.
 */
export const cardOf = (contractor: Contractor | undefined, typed: string | undefined) =>
  asksFor(contractor, 'cardDeclined') ? everyCardDeclined : readCard(typed);

const everyCardDeclined = {
  refusal: 'The card was declined. By the test data, every card of this contractor is declined',
};

/** The test card that pays, as it is kept. */
export const goodCard: Card = { last4: accepted.slice(-4), charges_fail: false };
