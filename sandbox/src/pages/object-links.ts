import type { SandboxContext } from '../context';
import type { PageKind } from './kind-page';
import { isPageKind } from './kinds';

/** The kind of what has this id, if it has a page; most texts are no ids, which costs no look-up. */
export function kindOfId({ objects }: SandboxContext, id: string): PageKind | undefined {
  const kind = /^[a-z]+_\w+$/.test(id) ? objects.kindOf(id) : undefined;
  return kind !== undefined && isPageKind(kind) ? kind : undefined;
}

/** Where an object is shown; null when it is not there. */
export function hrefOf(context: SandboxContext, id: string): string | null {
  const kind = kindOfId(context, id);
  return kind ? `/objects/${kind}/${id}` : null;
}
