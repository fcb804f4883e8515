import { certificates } from '../api/resources/certificates';
import { viewRequirement } from '../control/requirements';
import type { SandboxContext } from '../context';
import { viewUpload } from '../control/external-uploads';
import { longDate } from './format';
import { bad, good, nameOf, plain, wait, type KindPage, type Tag } from './kind-page';

type ComplianceKind =
  | 'certificate'
  | 'requirement'
  | 'coi_upload_session'
  | 'coi_tracker'
  | 'coi_tracker_session'
  | 'tracked_work';

const lasting = ({ clock }: SandboxContext, { data }: { data: { expires_at: number } }): Tag =>
  data.expires_at > clock.seconds() ? good('open') : bad('expired');

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
  coi_upload_session: {
    title: 'COI upload sessions',
    one: 'COI upload session',
    resource: { controlPath: '/coi-upload-sessions', view: viewUpload },
    empty: 'The first comes with POST /_sandbox/coi-upload-sessions.',
    describe: (_context, { data }) => `Until ${longDate(data.expires_at)}`,
    tag: lasting,
  },
  coi_tracker: {
    title: 'COI trackers',
    one: 'COI tracker',
    resource: { controlPath: '/coi-trackers', view: viewUpload },
    empty: 'The first comes with POST /_sandbox/coi-trackers.',
    describe: (_context, { data }) => data.name,
    tag: lasting,
  },
  coi_tracker_session: {
    title: 'COI tracker sessions',
    one: 'COI tracker session',
    resource: { controlPath: '/coi-tracker-sessions', view: viewUpload },
    empty: 'The first comes with POST /_sandbox/coi-trackers/{id}/sessions.',
    describe: (context, { data }) =>
      context.objects.find('coi_tracker', data.tracker)?.data.name ?? data.tracker,
    tag: lasting,
  },
  tracked_work: {
    title: 'Tracked work',
    one: 'Tracked work',
    resource: { controlPath: '/tracked-work', view: viewUpload },
    empty: 'It comes with uploads through a COI tracker.',
    describe: (context, { data }) =>
      `${nameOf(context, data.contractor)}, ${context.objects.find('job', data.job)?.data.name ?? data.job}`,
  },
};
