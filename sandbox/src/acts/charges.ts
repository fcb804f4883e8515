import { conflict } from '../api/errors';
import { assignments } from '../api/resources/assignments';
import { invoices } from '../api/resources/invoices';
import type { SandboxContext } from '../context';
import {
  cancelAssignment,
  chargeAssignment,
  hasStarted,
  isCharging,
  stateOf,
} from '../insurance/assignments';
import { collect, isDue } from '../insurance/invoices';
import { premiumIsWithheld } from '../insurance/parties';
import type { Assignment } from '../model/coverage';
import type { Stored } from '../model/kinds';
import type { ActsOf, Perform } from './act';

const WITHHELD = 'The premium is withheld from the pay, so no card is charged.';

const charging =
  (fails: boolean): Perform<'assignment'> =>
  (context, assignment) => {
    const { data } = assignment;
    if (!isCharging(data)) throw conflict('No charge is under way for the assignment.');
    if (fails && premiumIsWithheld(context, data.contractor, data.job)) throw conflict(WITHHELD);
    context.schedule.cancel('assignment.charge', assignment.id);
    chargeAssignment(context, assignment, fails ? 'fails' : 'succeeds');
  };

export const assignmentActs: ActsOf<'assignment'> = {
  plural: 'assignments',
  one: 'assignment',
  resource: assignments,
  isOpen: (context, { data }) => isCharging(data) || isCancellable(context, data),
  state: (_context, { data }) => stateOf(data),
  acts: {
    charge: {
      does: 'Charges the card now, also one that failed before. The assignment is active then.',
      act: charging(false),
    },
    fail: { does: 'Has the charge of the card fail.', act: charging(true) },
    cancel: { does: 'Cancels it before it starts.', act: cancel },
  },
};

const isCancellable = (context: SandboxContext, assignment: Assignment): boolean =>
  assignment.cancelled === null && !hasStarted(context, assignment);

function cancel(context: SandboxContext, assignment: Stored<Assignment>): void {
  if (!isCancellable(context, assignment.data)) {
    throw conflict('The assignment has started, or was cancelled before.');
  }
  cancelAssignment(context, assignment, null);
}

const collecting =
  (fails: boolean): Perform<'invoice'> =>
  (context, invoice) => {
    const { data } = invoice;
    if (!isDue(data)) throw conflict(`The invoice is ${data.state} already.`);
    if (fails && premiumIsWithheld(context, data.contractor, data.job)) throw conflict(WITHHELD);
    if (!context.objects.find('contractor', data.contractor)) throw conflict('The contractor was deleted.');
    collect(context, invoice, fails ? 'fails' : 'succeeds');
  };

export const invoiceActs: ActsOf<'invoice'> = {
  plural: 'invoices',
  one: 'invoice',
  resource: invoices,
  isOpen: (_context, { data }) => isDue(data),
  state: (_context, { data }) => data.state,
  acts: {
    charge: { does: 'Charges the card now, or remits a withheld premium.', act: collecting(false) },
    fail: { does: 'Has the charge of the card fail.', act: collecting(true) },
  },
};
