import type { SandboxContext } from '../context';
import type { PageKind } from './kind-page';

const prefixes: Readonly<Record<string, PageKind>> = {
  cn: 'contractor',
  en: 'entity',
  jb: 'job',
  qt: 'quote',
  ias: 'session',
  pl: 'policy',
  an: 'assignment',
  in: 'invoice',
  hps: 'payment_session',
  ci: 'certificate',
  req: 'requirement',
  whe: 'webhook_endpoint',
};

/** The kind of an object by its id. */
export const kindOfId = (id: string): PageKind | undefined => prefixes[/^([a-z]+)_/.exec(id)?.[1] ?? ''];

/** Where an object is shown; null when it is not there. */
export function hrefOf({ objects }: SandboxContext, id: string): string | null {
  const kind = kindOfId(id);
  return kind && objects.find(kind, id) ? `/objects/${kind}/${id}` : null;
}
