import { decideReview } from './insurance/manual-review';
import type { SandboxContext } from './context';
import { issueFor } from './insurance/issuance';
import { chargeAssignment } from './insurance/assignments';
import { decideCertificate, denyCertificate, processCertificate } from './insurance/certificate-decisions';
import { collect } from './insurance/invoices';
import { expirePaymentSession } from './insurance/payment-sessions';
import { isOpen, expireSession } from './insurance/sessions';
import type { Session } from './model/coverage';
import type { Kind, Kinds, Stored } from './model/kinds';
import type { TaskName } from './schedule';

type Task = (context: SandboxContext, objectId: string) => void;

/** Of an object of a kind; one that is gone is no error. */
function task<K extends Kind>(
  kind: K,
  perform: (context: SandboxContext, object: Stored<Kinds[K]>) => void,
): Task {
  return (context, id) => {
    const object = context.objects.find(kind, id);
    if (object) perform(context, object);
  };
}

const ofOpenSession = (perform: (context: SandboxContext, session: Stored<Session>) => void): Task =>
  task('session', (context, session) => {
    if (isOpen(session.data)) perform(context, session);
  });

/** What happens by itself at a sandbox time. Each runs in a transaction. */
const tasks: Record<TaskName, Task> = {
  'session.expire': ofOpenSession(expireSession),
  'session.review': ofOpenSession(decideReview),
  'session.issue': task('session', issueFor),
  'assignment.charge': task('assignment', chargeAssignment),
  'invoice.collect': task('invoice', collect),
  'payment_session.expire': task('payment_session', expirePaymentSession),
  'certificate.process': task('certificate', processCertificate),
  'certificate.decide': task('certificate', (context, certificate) =>
    decideCertificate(context, certificate),
  ),
  'certificate.review': task('certificate', (context, certificate) => {
    if (certificate.data.status === 'flagged') denyCertificate(context, certificate);
  }),
};

export const performTask = (context: SandboxContext, task: TaskName, objectId: string): void =>
  tasks[task](context, objectId);
