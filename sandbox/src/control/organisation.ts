import type { Router } from 'express';
import { withoutUndefined } from '../api/resources/parts';
import type { SandboxContext } from '../context';
import { organisationSchema, type Organisation } from '../organisation';
import { readJson } from './body';

/** The settings of the organisation. A `PUT` leaves alone what it does not name; a `DELETE` sets all back. */
export function addOrganisation(router: Router, context: SandboxContext): void {
  const { organisation } = context;
  const route = router.route('/organisation');
  route.get((_req, res) => void res.json(viewOrganisation(context)));
  route.put((req, res) => void res.json(changeOrganisation(context, req.body)));
  route.delete((_req, res) => {
    organisation.switchOff();
    res.json(viewOrganisation(context));
  });
}

/** With what the app that brought the sandbox along told: the hosts that are allowed besides, and its name. */
export const viewOrganisation = ({ organisation, returnHosts, platform }: SandboxContext) => ({
  ...organisation.current(),
  own_return_hosts: returnHosts,
  platform,
});

/** @throws ApiError with each wrong field named */
export function changeOrganisation(context: SandboxContext, body: unknown): Organisation {
  const { organisation } = context;
  const sent = readJson(organisationSchema.partial(), body);
  organisation.set({ ...organisation.current(), ...withoutUndefined(sent) });
  return viewOrganisation(context);
}
