import type { Router } from 'express';
import type { z } from 'zod';
import { badRequest } from '../api/errors';
import { addFault } from '../api-faults/list';
import { apiFaultSchema, apiFaultsSchema, listText } from '../api-faults/schema';
import type { SandboxContext } from '../context';
import { webhookFaultsSchema } from '../delivery/faults';
import type { Kept } from '../kept-settings';
import { variantsSchema } from '../variants/schema';
import { readJson } from './body';

/** Faults and variants: each PUT replaces all of its kind, each DELETE switches its kind off. */
export function addSwitches(router: Router, { switches }: SandboxContext): void {
  const { apiFaults, webhookFaults, variants } = switches;
  addSwitch(router, '/api-faults', apiFaults, apiFaultsSchema);
  addSwitch(router, '/webhook-faults', webhookFaults, webhookFaultsSchema);
  addSwitch(router, '/variants', variants, variantsSchema);
  router.post('/api-faults', (req, res) => {
    if (!addFault(apiFaults, readJson(apiFaultSchema, req.body))) throw badRequest(listText);
    res.json(apiFaults.current());
  });
}

function addSwitch<T>(router: Router, path: string, kept: Kept<T>, schema: z.ZodType<T>): void {
  const route = router.route(path);
  route.get((_req, res) => void res.json(kept.current()));
  route.put((req, res) => {
    kept.set(readJson(schema, req.body));
    res.json(kept.current());
  });
  route.delete((_req, res) => {
    kept.switchOff();
    res.json(kept.current());
  });
}
