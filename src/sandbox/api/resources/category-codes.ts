import { categories } from '../../insurance/category-codes';

/**
 * Job category codes: the approved ones, all at once. The vendor's reference has no page for this list; its form
 * is that of the published examples.
 */
export function listCategoryCodes(): { category_code: string; name: string }[] {
  return categories
    .filter((category) => category.approved)
    .map(({ code, name }) => ({ category_code: code, name }));
}
