import { plainText } from '../../../lib/text';
import type { PolicyApi } from '../../policy-api/client';
import { PolicyApiError } from '../../policy-api/errors';
import type { ClientWords } from '../../policy-api/words';
import { apiErrorModel, type ApiErrorModel } from '../../pages/errors';

/** A list longer than this can be searched. */
const LONG = 15;

/** What the page shows to choose a category code from. */
export interface CategoryChoice {
  /** Empty when the API gives no list: the code is typed then. */
  options: { value: string; text: string }[];
  selected: string;
  searchable: boolean;
  /** How many codes there are, and how many the search found. */
  total: number;
  found: number;
  failure: ApiErrorModel | null;
}

/**
 * The category codes approved for this account, as the API lists them ("GET /category_codes"), narrowed by a
 * search in their names and codes. A chosen code stays in the list, but not right after a search that did not find
 * it (`searched`): it would be taken for a hit.
 */
export async function categoryChoice(
  api: PolicyApi,
  words: ClientWords,
  query: string,
  code: string,
  searched: boolean,
): Promise<CategoryChoice> {
  try {
    const codes = await api.listCategoryCodes();
    const asked = plainText(query).toLowerCase().split(/\s+/).filter(Boolean);
    const fits = ({ name, category_code: code }: { name: string; category_code: string }) =>
      asked.every((word) => `${name} ${code}`.toLowerCase().includes(word));
    const found = new Set(codes.filter(fits).map(({ category_code: hit }) => hit));
    const chosen = searched && !found.has(code) ? '' : code;
    const shown = codes.filter(({ category_code: one }) => found.has(one) || one === chosen);
    const options = shown
      .map(({ category_code: value, name }) => ({ value, text: `${name} (${value})` }))
      .sort((a, b) => a.text.localeCompare(b.text));
    return {
      options,
      selected: chosen,
      searchable: codes.length > LONG,
      total: codes.length,
      found: found.size,
      failure: null,
    };
  } catch (error) {
    if (!(error instanceof PolicyApiError)) throw error;
    return {
      options: [],
      selected: code,
      searchable: false,
      total: 0,
      found: 0,
      failure: apiErrorModel(error, words),
    };
  }
}
