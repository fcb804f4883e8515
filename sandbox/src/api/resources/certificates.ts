import { z } from 'zod';
import { expansions, receiveCertificate, viewCertificate } from '../../insurance/certificates';
import { findContractor } from '../../insurance/parties';
import { requirementFor } from '../../insurance/requirement-choice';
import { withTodaysNames } from '../body';
import { oneCertificate } from '../certificate-files';
import { ApiError } from '../errors';
import type { Resource } from '../resource';
import { bodyReader } from '../schema';

const readNew = bodyReader((types) => z.object({ contractor: types.optionalText() }));

/** Certificates to be reviewed (vendor pages "… /api/v1/files/certificates"). The upload is multipart. */
export const certificates: Resource<'certificate'> = {
  kind: 'certificate',
  path: '/files/certificates',
  objectName: 'certificate',
  expansions,
  view: viewCertificate,
  create(context, body) {
    const { contractor } = readNew(withTodaysNames(body, { contractor_id: 'contractor' }));
    const file = oneCertificate(body.uploads);
    if (!contractor) {
      throw new ApiError(400, 'missing_contractor_id', 'The contractor is missing: send its id.');
    }
    const { id } = findContractor(context, contractor);
    return receiveCertificate(context, { contractor: id, requirement: requirementFor(context, id).id }, file);
  },
};
