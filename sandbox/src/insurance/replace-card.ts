import type { SandboxContext } from '../context';
import type { Stored } from '../model/kinds';
import type { Card, Contractor } from '../model/parties';
import { ALL } from '../objects';
import { chargeAssignment } from './assignments';
import { keepCard } from './cards';
import { collect } from './invoices';

/**
 * Puts another card in the place of the one on file, and tries again what could not be charged to that one (not
 * documented; our choice).
 */
export function replaceCard(context: SandboxContext, contractor: Stored<Contractor>, card: Card): void {
  keepCard(context, contractor, card);
  const { objects, clock } = context;
  const assignments = { name: 'assignment.contractor', value: contractor.id };
  for (const assignment of objects.page('assignment', { limit: ALL, lookup: assignments }).reverse()) {
    const { charge_failed, cancelled, end_date } = assignment.data;
    if (charge_failed && cancelled === null && end_date > clock.seconds())
      chargeAssignment(context, assignment);
  }
  const invoices = { name: 'invoice.contractor', value: contractor.id };
  for (const invoice of objects.page('invoice', { limit: ALL, lookup: invoices }).reverse()) {
    if (invoice.data.state === 'failed') collect(context, invoice);
  }
}
