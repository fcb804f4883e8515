import { conflict } from '../api/errors';
import { certificates } from '../api/resources/certificates';
import type { SandboxContext } from '../context';
import {
  approveCertificate,
  approveRule,
  decideCertificate,
  denyCertificate,
  failCertificate,
  failedRules,
} from '../insurance/certificate-decisions';
import type { Certificate } from '../model/certificates';
import type { Stored } from '../model/kinds';
import type { ActsOf, Perform } from './act';

type Act = Perform<'certificate'>;

/** What ends the processing of a certificate, and what a reviewer makes of a flagged one. */
export const certificateActs: ActsOf<'certificate'> = {
  plural: 'certificates',
  one: 'certificate',
  resource: certificates,
  // A flagged one has buttons of its own: a reviewer's.
  isOpen: (_context, { data }) => isWaiting(data),
  state: (_context, { data }) => data.status,
  acts: {
    process: { does: 'Ends the processing now, as the name of the file says.', act: processNow },
    approve: {
      does: 'Has it meet the requirement. Of a flagged one, a reviewer approves each failed rule, then the certificate.',
      act: approve,
    },
    flag: { does: 'Has it fail the requirement.', act: flag },
    deny: { does: 'Has a reviewer deny it, after it was flagged.', act: deny },
    error: { does: 'Has the processing fail.', act: whileWaiting(failCertificate) },
  },
};

const isWaiting = ({ status }: Certificate): boolean => status === 'pending' || status === 'processing';

function whileWaiting(act: Act): Act {
  return (context, certificate) => {
    const { status } = certificate.data;
    if (!isWaiting(certificate.data)) throw conflict(`The certificate is ${status} already.`);
    act(context, certificate);
  };
}

function processNow(context: SandboxContext, certificate: Stored<Certificate>): void {
  whileWaiting((_context, waiting) => decideCertificate(context, waiting))(context, certificate);
}

function approve(context: SandboxContext, certificate: Stored<Certificate>): void {
  if (isWaiting(certificate.data)) return decideCertificate(context, certificate, 'complete');
  let flagged = certificate;
  for (const { id } of failedRules(certificate.data)) flagged = approveRule(context, flagged, id);
  approveCertificate(context, flagged);
}

/** As the test data has it; where the requirement is met by that, nothing it asks for is there. */
function flag(context: SandboxContext, certificate: Stored<Certificate>): void {
  whileWaiting((_context, waiting) => decideCertificate(context, waiting, 'low', 'blank'))(
    context,
    certificate,
  );
}

function deny(context: SandboxContext, certificate: Stored<Certificate>): void {
  if (isWaiting(certificate.data)) flag(context, certificate);
  denyCertificate(context, context.objects.find('certificate', certificate.id) ?? certificate);
}
