/** Assignments: what the API says to one, binding, changing and cancelling it. */
import { Router } from 'express';
import { onContractor, type ActDeps } from '../act/act';
import { bind } from './bind';
import { openCancel, sendCancel } from './cancel';
import { openChange, sendChange } from './change';
import { showAssignment } from './page';

const AT = '/assignments/:assignmentId';

export function assignmentRoutes(deps: ActDeps): Router {
  const router = Router({ mergeParams: true });
  // At the address of its form too, which shows it again where that was not sent.
  router.get(
    [AT, `${AT}/bind`],
    onContractor(deps, (act) => showAssignment(act)),
  );
  router.post(`${AT}/bind`, onContractor(deps, bind));
  router.get(`${AT}/change`, onContractor(deps, openChange));
  router.post(`${AT}/change`, onContractor(deps, sendChange));
  router.get(`${AT}/cancel`, onContractor(deps, openCancel));
  router.post(`${AT}/cancel`, onContractor(deps, sendCancel));
  return router;
}
