import type { SandboxContext } from '../context';
import type { CoverageType } from '../model/parties';

/** The address of a sample document, in the form of the vendor's own sandbox. */
export const documentLink = (
  context: SandboxContext,
  kind: string,
  ids: readonly string[],
  made: number,
): string => `${context.publicUrl()}/bound-policies/sandbox/ten99policy_${kind}_${ids.join('_')}_${made}.pdf`;

/** The certificates of a policy, or of a policy and an assignment; null for coverage that was not bought. */
export function certificateLinks(
  context: SandboxContext,
  covered: readonly CoverageType[],
  ids: readonly string[],
  made: number,
) {
  const link = (kind: string) => documentLink(context, kind, ids, made);
  return {
    gl_coi_pdf_url: covered.includes('general') ? link('gl_coi') : null,
    wc_coi_pdf_url: covered.includes('workers-comp') ? link('wc_coi') : null,
  };
}
