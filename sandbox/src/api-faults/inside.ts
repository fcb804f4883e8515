import type { Request } from 'express';
import type { SandboxContext } from '../context';
import { injectedError } from './endings';
import type { Ending, InjectedError } from './schema';

/** Calls that are to fail once they are done, before anything of them is kept. */
const planned = new WeakMap<Request, InjectedError>();

/** Plans it for a call that writes; one that reads has no inside. */
export function planFailure(req: Request, fault: Ending): boolean {
  const isInside = fault.fault === 'error' && fault.when === 'inside';
  if (!isInside || req.method === 'GET' || req.method === 'HEAD') return false;
  planned.set(req, fault);
  return true;
}

/** Does what a call asks for whole, unless it is to fail: then all of it is undone. It is on disk once all is settled. */
export function perform<T>(context: SandboxContext, req: Request, work: () => T): T {
  return context.database.grouped(() => {
    const done = work();
    const fault = planned.get(req);
    if (fault) throw injectedError(fault);
    return done;
  });
}
