/** The page of keys for machines: made here, shown once, taken back here. */
import { Router, type Request, type Response } from 'express';
import { checkForm } from '../forms/check-form';
import { requiredText, textOf, type FormBody, type FormError } from '../forms/form';
import { sayOnNextPage } from '../pages/notice';
import type { PageOptions } from '../pages/page';
import { render, view } from '../pages/view';
import { patterns, type Paths } from '../paths';
import type { MachineKey, MachineKeyCursor, MachineKeyRepository } from '../store/machine-keys';
import { hashOf, newMachineKey } from './machine-key';
import { momentOf } from '../lib/moment';

export const KEYS_PAGE_SIZE = 25;

export interface KeyDeps extends PageOptions {
  store: { machineKeys: Pick<MachineKeyRepository, 'add' | 'page' | 'revoke'> };
  /** A UUID. */
  newKey: () => string;
  /** Epoch milliseconds. */
  now: () => number;
}

interface KeysView {
  action: string;
  formId: string;
  name: string;
  errors: FormError[];
  /** Shown this once. */
  made: { name: string; key: string } | null;
  rows: ReturnType<typeof rowOf>[];
  firstHref: string | null;
  nextHref: string | null;
  gateHref: string;
}
export const keysView = view<KeysView>('compliance/keys');

type Shown = Partial<Pick<KeysView, 'name' | 'errors' | 'made'>> & { formId?: string };

const FIELDS = { name: requiredText('Enter a name: which program uses the key?', 60) };

export function keyRoutes(deps: KeyDeps): Router {
  const { store, paths } = deps;
  const router = Router();

  // Also at the address of its other form, which shows it again where that was not sent.
  router.get([patterns.keys, patterns.revokeKey], (req, res) =>
    show(deps, req, res, req.unsent ? typed(req) : {}),
  );

  // Answered with the page itself: the key is kept nowhere, so no other page could show it.
  router.post(patterns.keys, async (req, res) => {
    const sent = typed(req);
    const { data, errors } = checkForm(FIELDS, req.body as FormBody);
    if (!data) {
      res.status(400);
      return show(deps, req, res, { ...sent, errors });
    }
    const key = newMachineKey();
    const added = await store.machineKeys.add(sent.formId ?? deps.newKey(), hashOf(key), data.name);
    if (added) return show(deps, req, res, { made: { name: data.name, key } });
    const text = 'This form made its key already, and showed it once. Revoke that key, and make another.';
    sayOnNextPage(req, deps, { kind: 'warning', text });
    res.redirect(303, paths.keys);
  });

  router.post(patterns.revokeKey, async (req, res) => {
    const there = await store.machineKeys.revoke(req.params.keyId ?? '');
    const text = there ? 'The key was revoked: it opens nothing any more.' : 'The key was revoked before.';
    sayOnNextPage(req, deps, { kind: there ? 'success' : 'info', text });
    res.redirect(303, paths.keys);
  });

  return router;
}

function typed(req: Request): { name: string; formId?: string } {
  const body = req.body as FormBody;
  const id = textOf(body, 'form_id');
  return { name: textOf(body, 'name'), ...(/^[\w-]{8,64}$/.test(id) && { formId: id }) };
}

async function show(deps: KeyDeps, req: Request, res: Response, shown: Shown): Promise<void> {
  const { store, paths, newKey, now } = deps;
  const { name = '', errors = [], made = null, formId = newKey() } = shown;
  const before = cursorOf(req.query.before);
  const found = await store.machineKeys.page({ limit: KEYS_PAGE_SIZE + 1, before });
  const rows = found.slice(0, KEYS_PAGE_SIZE);
  const last = rows.at(-1);
  const title = `${errors.length > 0 ? 'Error: ' : ''}Keys for machines`;
  render(
    res,
    keysView,
    deps,
    { title },
    {
      action: paths.keys,
      formId,
      name,
      errors,
      made,
      rows: rows.map((row) => rowOf(row, paths, now())),
      firstHref: before ? paths.keys : null,
      nextHref:
        found.length > rows.length && last ? `${paths.keys}?before=${last.created_at}.${last.id}` : null,
      gateHref: paths.gatePage,
    },
  );
}

function cursorOf(value: unknown): MachineKeyCursor | null {
  const match = typeof value === 'string' ? /^(\d{1,15})\.([\w-]{1,64})$/.exec(value) : null;
  return match?.[1] && match[2] ? { createdAt: Number(match[1]), id: match[2] } : null;
}

function rowOf({ id, name, created_at, used_at }: MachineKey, paths: Paths, now: number) {
  return {
    name,
    created: momentOf(created_at, now),
    used: used_at === null ? null : momentOf(used_at, now),
    revokeAction: paths.revokeKey(id),
  };
}
