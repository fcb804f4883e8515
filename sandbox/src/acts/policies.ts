import { conflict } from '../api/errors';
import { bodyOf } from '../api/body';
import { policies } from '../api/resources/policies';
import { policyStatus } from '../insurance/policies';
import type { ActsOf, Perform } from './act';

/** What the API's `PUT` does. */
const switched =
  (active: boolean): Perform<'policy'> =>
  (context, policy) => {
    if ((policyStatus(context.clock, policy.data) === 'active') === active) {
      throw conflict(`The policy is ${active ? 'active' : 'not active'} already.`);
    }
    policies.update?.(context, policy, bodyOf({ is_active: active }));
  };

export const policyActs: ActsOf<'policy'> = {
  plural: 'policies',
  one: 'policy',
  resource: policies,
  isOpen: ({ clock }, { data }) => policyStatus(clock, data) !== 'expired',
  state: ({ clock }, { data }) => policyStatus(clock, data),
  acts: {
    cancel: { does: 'Switches it off.', act: switched(false) },
    reactivate: { does: 'Switches it on again.', act: switched(true) },
  },
};
