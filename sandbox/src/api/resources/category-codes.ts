import type { SandboxContext } from '../../context';
import { allCategories } from '../../insurance/category-codes';

/**
 * Job category codes: the approved ones, all at once. The vendor's reference has no page for this list; its form
 * is that of the published examples.
 */
export function listCategoryCodes(context: SandboxContext): { category_code: string; name: string }[] {
  return allCategories(context)
    .filter((category) => category.approved)
    .map(({ code, name }) => ({ category_code: code, name }));
}
