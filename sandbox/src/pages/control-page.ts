import { Router } from 'express';
import { actKinds, actsOf } from '../acts/registry';
import type { SandboxContext } from '../context';
import { controlOperations, type ControlOperation } from '../control/operations';
import { listDeliveries } from '../delivery/log';
import type { Kind } from '../model/kinds';
import { dashboardPage } from './navigation';

/** `/control`: what scripts and tests can do to the sandbox, with the call for each. */
export function controlPageRouter(context: SandboxContext): Router {
  const router = Router();
  router.get('/control', (_req, res) => {
    const url = `${context.publicUrl()}/_sandbox`;
    res.render('control', {
      page: dashboardPage('Control API', 'Control API'),
      model: {
        url,
        operations: controlOperations.map((operation, index) => ({
          ...operation,
          id: `operation-${index}`,
          curl: curlOf(url, {
            ...operation,
            path: filledIn(context, operation.path),
            body: operation.body?.replace('JOB', newestOf(context, 'job') ?? 'JOB'),
          }),
        })),
      },
    });
  });
  return router;
}

/** A command for a shell. What is sent has no quotes of a shell in it. */
function curlOf(url: string, { method, path, body }: ControlOperation): string {
  const lines = [`curl${method === 'GET' ? '' : ` -X ${method}`} ${url}${path}`];
  if (method !== 'GET') lines.push('-H "Content-Type: application/json"');
  if (path === '/export') lines.push('-o sandbox-state.json');
  if (body !== undefined) lines.push(body.startsWith('@') ? `--data-binary ${body}` : `-d '${body}'`);
  return lines.join(' \\\n  ');
}

/** Which objects a path names by its first part, besides those to which things can be made to happen. */
const kindsByPath: Readonly<Record<string, Kind>> = {
  requirements: 'requirement',
  'payment-sessions': 'payment_session',
  'webhook-endpoints': 'webhook_endpoint',
  'coi-trackers': 'coi_tracker',
};

const newestOf = ({ objects }: SandboxContext, kind: Kind): string | undefined =>
  objects.page(kind, { limit: 1 })[0]?.id;

/** The path with what is here in it, the newest of each: the command works as it stands. */
function filledIn(context: SandboxContext, path: string): string {
  const [, first = ''] = path.split('/');
  const acting = actKinds.find((kind) => actsOf(kind).plural === first);
  const kind = acting ?? kindsByPath[first];
  const newest = kind && newestOf(context, kind);
  const ids: Record<string, string | number | undefined> = {
    deliveries: listDeliveries(context, { limit: 1 })[0]?.seq,
    journal: context.journal.list({ limit: 1 })[0]?.id,
    accounts: context.otherAccounts()[0],
  };
  const id = newest ?? ids[first];
  const act = acting && Object.keys(actsOf(acting).acts)[0];
  return path
    .replace(/\{(id|name)\}/, String(id ?? 'ID'))
    .replace('{act}', act ?? 'ACT')
    .replace(/\{(\w+)\}/g, (_all, name: string) => name.toUpperCase());
}
