import { decideReview } from './insurance/manual-review';
import type { SandboxContext } from './context';
import { chargeAssignment } from './insurance/assignments';
import { decideCertificate, processCertificate } from './insurance/certificates';
import { collect } from './insurance/invoices';
import { isOpen, expireSession } from './insurance/sessions';
import type { TaskName } from './schedule';

type Task = (context: SandboxContext, objectId: string) => void;

/** What happens by itself at a sandbox time. Each runs in a transaction; an object that is gone is no error. */
const tasks: Record<TaskName, Task> = {
  'session.expire'(context, id) {
    const session = context.objects.find('session', id);
    if (session && isOpen(session.data)) expireSession(context, session);
  },
  'session.review'(context, id) {
    const session = context.objects.find('session', id);
    if (session && isOpen(session.data)) decideReview(context, session);
  },
  'assignment.charge'(context, id) {
    const assignment = context.objects.find('assignment', id);
    if (assignment) chargeAssignment(context, assignment);
  },
  'invoice.collect'(context, id) {
    const invoice = context.objects.find('invoice', id);
    if (invoice) collect(context, invoice);
  },
  'certificate.process'(context, id) {
    const certificate = context.objects.find('certificate', id);
    if (certificate) processCertificate(context, certificate);
  },
  'certificate.decide'(context, id) {
    const certificate = context.objects.find('certificate', id);
    if (certificate) decideCertificate(context, certificate);
  },
};

export const performTask = (context: SandboxContext, task: TaskName, objectId: string): void =>
  tasks[task](context, objectId);
