import { certificates } from '../api/resources/certificates';
import { viewRequirement } from '../control/requirements';
import { bad, good, nameOf, plain, wait, type KindPage } from './kind-page';

type ComplianceKind = 'certificate' | 'requirement';

/** How objects that have to do with certificates of insurance are listed and spoken of. */
export const complianceKinds: { readonly [K in ComplianceKind]: KindPage<K> } = {
  certificate: {
    title: 'Certificates',
    one: 'Certificate',
    resource: certificates,
    empty: 'The first comes with an upload to POST /api/v1/files/certificates.',
    describe: (context, { data }) => `${nameOf(context, data.contractor)}, ${data.filename}`,
    tag(_context, { data: { status } }) {
      if (status === 'approved') return good(status);
      return status === 'pending' || status === 'processing' ? wait(status) : bad(status);
    },
  },
  requirement: {
    title: 'Insurance requirements',
    one: 'Insurance requirement',
    resource: { controlPath: '/requirements', view: viewRequirement },
    editor: '/requirements',
    empty: 'Create one on its own page, or with POST /_sandbox/requirements.',
    describe: (_context, { data }) => data.name,
    tag: (_context, { data }) => (data.is_default ? good('default') : plain('by link alone')),
  },
};
