import type { SandboxContext } from '../context';
import type { Stored } from '../model/kinds';
import type { Card, Contractor } from '../model/parties';
import { asksFor } from '../scenarios';

/** Whether charges of the card on file succeed; without a card only test data has them fail. */
export const cardPays = (contractor: Contractor): boolean =>
  contractor.card ? !contractor.card.charges_fail : !asksFor(contractor, 'chargeFails');

export const keepCard = (context: SandboxContext, contractor: Stored<Contractor>, card: Card) =>
  context.objects.update('contractor', contractor, { ...contractor.data, card });

/** Keeps the card of an application. Test data has its later charges fail, until another card is on file. */
export const keepFirstCard = (context: SandboxContext, contractor: Stored<Contractor>, card: Card) =>
  keepCard(context, contractor, {
    ...card,
    charges_fail: card.charges_fail || asksFor(contractor.data, 'chargeFails'),
  });
