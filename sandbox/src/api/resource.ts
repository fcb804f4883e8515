import type { SandboxContext } from '../context';
import type { Kind, Kinds, Stored } from '../model/kinds';
import type { RequestBody } from './body';

/**
 * One kind of object of the API: what the router cannot know. An operation that is left out does not exist.
 * Operations run inside a transaction and refuse by throwing ApiError.
 */
export interface Resource<K extends Kind> {
  readonly kind: K;
  /** Below `/api/v1`. */
  readonly path: string;
  /** The `object` of the answer to a delete. */
  readonly objectName: string;
  /** The code for an id in the path that is another kind's. Without it, such an id is unknown. */
  readonly invalidId?: string;
  /** Query parameters a list can be filtered by, and the look-up that answers each. */
  readonly filters?: Readonly<Record<string, string>>;
  /** The object as the API answers it. */
  view(
    context: SandboxContext,
    object: Stored<Kinds[K]>,
    expand?: readonly string[],
  ): Record<string, unknown>;
  /** What `expand[]` may name. */
  readonly expansions?: readonly string[];
  /** The answer to the creation, where it shows what no later one does. */
  viewNew?(context: SandboxContext, object: Stored<Kinds[K]>): Record<string, unknown>;
  /** False: no call lists or retrieves it. */
  readonly readable?: false;
  create?(context: SandboxContext, body: RequestBody): Stored<Kinds[K]>;
  update?(context: SandboxContext, object: Stored<Kinds[K]>, body: RequestBody): Stored<Kinds[K]>;
  /** Attributes that are given when the object is made and never change: an update with another value is refused. */
  readonly fixed?: readonly string[];
  /** What happens to other objects when one is deleted, or the refusal. */
  beforeDelete?(context: SandboxContext, object: Stored<Kinds[K]>): void;
  readonly deletable?: boolean;
  /** `POST <path>/<id>/<name>`. */
  readonly actions?: Readonly<
    Record<string, (context: SandboxContext, object: Stored<Kinds[K]>) => Stored<Kinds[K]>>
  >;
}
