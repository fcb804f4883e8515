import type { Resource } from '../api/resource';
import type { SandboxContext } from '../context';
import type { Kind, Kinds, Stored } from '../model/kinds';

/** Makes it happen in the running transaction. @throws ApiError 409 when it cannot, as things stand */
export type Perform<K extends Kind> = (context: SandboxContext, object: Stored<Kinds[K]>) => unknown;

/** What can be made to happen to an object of a kind, as if somebody had done it or its time had come. */
export interface ActsOf<K extends Kind> {
  /** In addresses of the control API: `/applications/{id}/{act}`. */
  readonly plural: string;
  /** One of them, for people. */
  readonly one: string;
  readonly resource: Resource<K>;
  /** Whether its page offers them. */
  readonly isOpen: (context: SandboxContext, object: Stored<Kinds[K]>) => boolean;
  /** How it stands, in a word. */
  readonly state: (context: SandboxContext, object: Stored<Kinds[K]>) => string;
  readonly acts: Readonly<Record<string, { readonly does: string; readonly act: Perform<K> }>>;
}
