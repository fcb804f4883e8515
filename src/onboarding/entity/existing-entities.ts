import { PolicyApiError } from '../../policy-api/errors';
import { addressLine } from '../../forms/address';
import type { Journey } from '../journey/journey';

const EXISTING_SHOWN = 10;

/** A page of the entities the API has, newest first. Without it the step still works: a new one can be made. */
export async function existingEntities({ api, req }: Journey, action: string, chosen: string | null) {
  const after = typeof req.query.after === 'string' ? req.query.after : undefined;
  try {
    const found = await api.listEntities({ limit: EXISTING_SHOWN, ...(after && { startingAfter: after }) });
    const keepNew = req.query.new === undefined ? '' : '&new';
    const last = found.at(-1);
    return {
      items: found.map((entity) => ({
        value: entity.id,
        text: entity.name,
        hint: [addressLine(entity.address), entity.id].filter(Boolean).join(' · '),
        checked: entity.id === chosen,
      })),
      moreHref:
        found.length === EXISTING_SHOWN && last
          ? `${action}?after=${encodeURIComponent(last.id)}${keepNew}#use-existing`
          : null,
      firstHref: after ? `${action}${keepNew && '?new'}#use-existing` : null,
      failed: false,
    };
  } catch (error) {
    if (!(error instanceof PolicyApiError)) throw error;
    return { items: [], moreHref: null, firstHref: null, failed: true };
  }
}
