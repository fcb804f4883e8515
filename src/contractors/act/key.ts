import { createHash } from 'node:crypto';

/**
 * The idempotency key of a call: the same for the same form with the same input. A form that comes back from the back
 * button with something else in it is another wish.
 */
export function keyFor(formKey: string, input: object): string {
  return createHash('sha256')
    .update(`${formKey} ${JSON.stringify(input)}`)
    .digest('hex')
    .slice(0, 32);
}
