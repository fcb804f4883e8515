import type { KnownPolicy } from '../../coverage/derive';
import { day } from '../../lib/dates';

/** One line of a summary list (views/partials/summary-list.ejs). */
export interface Row {
  key: string;
  value: string | null;
  kind?: 'id' | 'money' | 'link';
  href?: string;
}

/** A summary list under a heading. */
export interface Card {
  title: string;
  rows: Row[];
}

/** What is known of a policy. Documents that are full addresses become links. */
export function policyRows(policy: KnownPolicy): Row[] {
  if (policy.id === null) return [];
  return [
    { key: 'Policy', value: policy.id, kind: 'id' },
    { key: 'Effective date', value: day(policy.from) },
    { key: 'Expiration date', value: day(policy.until) },
    ...document('Policy document', policy.pdfUrl),
    ...document('General liability certificate', policy.certificates.gl),
    ...document('Workers’ compensation certificate', policy.certificates.wc),
  ];
}

function document(key: string, url: string | null): Row[] {
  if (url === null) return [];
  return /^https?:\/\//.test(url)
    ? [{ key, value: 'Open the PDF', kind: 'link', href: url }]
    : [{ key, value: url }];
}
