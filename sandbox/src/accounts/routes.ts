import { Router, type Request, type RequestHandler, type Response } from 'express';
import { isKey, readKey } from '../api/auth';
import { ApiError, apiErrorHandler, badRequest, notFound } from '../api/errors';
import { parseJson, refuseOtherSites } from '../control/body';
import type { SandboxLogger } from '../logger';
import type { Accounts } from './accounts';
import { accountOfKey, nameText, readAccountName } from './name';

/**
 * Leads calls with a key `t9k_test_acct_NAME_…`, of the control API too, to the account of that name, and so everything
 * below `/accounts/NAME`; the rest goes on to the account that all share.
 */
export function accountsRouter(
  accounts: Accounts,
  publicUrl: () => string,
  logger: SandboxLogger,
): RequestHandler {
  const router = Router();
  router.use('/_sandbox/accounts', refuseOtherSites, parseJson, controlRouter(accounts, publicUrl));
  router.use(['/api', '/_sandbox'], (req, res, next) => {
    const name = accountOfKey(readKey(req.get('authorization')));
    if (name === undefined) return next();
    // As it came, not below the path of this router.
    req.url = req.originalUrl;
    req.baseUrl = '';
    return handOver(accounts, name, req, res);
  });
  router.use('/accounts/:name', byPath(accounts));
  router.use(['/_sandbox', '/api', '/accounts'], apiErrorHandler(logger));
  return (req, res, next) => (mayConcern(req) ? router(req, res, next) : next());
}

/** Nearly all requests concern no account of its own, and go round the routes. */
const mayConcern = (req: Request): boolean =>
  /^\/(_sandbox\/)?accounts(\/|$)/i.test(req.path) ||
  accountOfKey(readKey(req.get('authorization'))) !== undefined;

async function handOver(accounts: Accounts, name: string, req: Request, res: Response): Promise<void> {
  const app = await accounts.use(name, res);
  app(req, res);
}

/** Pages show an account that there is; a call of its API or its control API makes one. */
function byPath(accounts: Accounts): RequestHandler {
  return async (req, res, next) => {
    const name = readAccountName(String(req.params['name']));
    if (name === undefined) throw badRequest(nameText);
    const other = accountOfKey(readKey(req.get('authorization')));
    if (other !== undefined && other !== name) {
      throw new ApiError(
        403,
        'no_tenant_found',
        `The key is of the account ${other}, the address of ${name}.`,
      );
    }
    if (accounts.has(name) || mayMake(req, res)) return handOver(accounts, name, req, res);
    if (!/^\/(api|_sandbox)(\/|$)/.test(req.path)) return next();
    throw notFound(`There is no account ${name}. A call with a key t9k_test_acct_${name}_… makes it.`);
  };
}

/** Not for a look at it, and not for a page of another site. */
function mayMake(req: Request, res: Response): boolean {
  if (/^\/api\//.test(req.path)) return isKey(readKey(req.get('authorization')));
  if (!/^\/_sandbox\//.test(req.path) || req.method === 'GET' || req.method === 'HEAD') return false;
  let refused: unknown;
  refuseOtherSites(req, res, (error) => void (refused = error));
  return refused === undefined;
}

/** `GET /_sandbox/accounts` and `DELETE /_sandbox/accounts/NAME`. */
function controlRouter(accounts: Accounts, publicUrl: () => string): Router {
  const router = Router();
  const view = (name: string) => {
    const url = `${publicUrl()}/accounts/${name}`;
    return {
      name,
      url,
      api_base_url: `${url}/api/v1`,
      key: `t9k_test_acct_${name}_…`,
      open: accounts.isOpen(name),
    };
  };
  router.get('/', (_req, res) => void res.json(accounts.names().map(view)));
  router.delete('/:name', async (req, res) => {
    const name = readAccountName(req.params.name);
    if (name === undefined) throw badRequest(nameText);
    await accounts.remove(name);
    res.json({ name, removed: true });
  });
  return router;
}
