import type { ApiCall } from './calls';

/** Whether the API accepts the key, as far as the calls made so far tell. An observer of calls: it makes none itself. */
export class KeyState {
  refused = false;

  /** A failure of the API itself says nothing about the key. */
  readonly see = ({ status }: Pick<ApiCall, 'status'>): void => {
    if (status !== null && status < 500) this.refused = status === 401;
  };
}
