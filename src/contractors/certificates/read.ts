import { certificateFact } from '../../coverage/facts-from-api';
import { coverageName } from '../../coverage/types';
import { day } from '../../lib/dates';
import { NotFoundError } from '../../pages/page-errors';
import { isUnknownObject } from '../../policy-api/errors';
import type { AuditResult, Certificate } from '../../policy-api/types/documents';
import { idIn, type Act } from '../act/act';

/** @throws PolicyApiError, NotFoundError where it is not one of this contractor */
export async function readCertificate(act: Act): Promise<Certificate> {
  const { api, deps } = act;
  const id = idIn(act.req, 'certificateId', 'This certificate');
  try {
    const expand = 'review_results.full';
    const [certificate] = await Promise.all([api.getCertificate(id, { expand }), act.readContractor()]);
    if (certificate.contractor !== act.id) throw new NotFoundError('This certificate');
    await deps.knowledge.see('certificate', certificate);
    return certificate;
  } catch (error) {
    if (!isUnknownObject(error)) throw error;
    await deps.knowledge.gone('certificate', id);
    throw new NotFoundError('This certificate');
  }
}

const WORDS: Readonly<Record<string, { text: string; tone: string; sentence: string } | undefined>> = {
  pending: {
    text: 'Waiting',
    tone: 'info',
    sentence: 'It was received, and is being read. That takes one to two minutes as a rule.',
  },
  processing: {
    text: 'Being read',
    tone: 'info',
    sentence: 'It is read and held against the requirement. That takes one to two minutes as a rule.',
  },
  approved: {
    text: 'Approved',
    tone: 'success',
    sentence: 'It meets the requirement, and counts as cover until the dates that it shows.',
  },
  flagged: {
    text: 'Flagged',
    tone: 'warning',
    sentence: 'At least one rule was not met, so a person has to decide. Until then it covers nothing.',
  },
  denied: {
    text: 'Denied',
    tone: 'danger',
    sentence: 'A reviewer denied it, so it covers nothing. Another certificate is needed.',
  },
  error: {
    text: 'Not readable',
    tone: 'danger',
    sentence: 'It could not be read. There is no other try with the same file: ask for a new one.',
  },
};

export const certificateWords = (status: string) =>
  WORDS[status] ?? { text: status, tone: 'neutral', sentence: 'The API says no more of it.' };

/** Whether more is to come. Only a person decides of one that is flagged. */
export const isUnderWay = ({ status }: Certificate): boolean => ['pending', 'processing'].includes(status);

/** A rule of the requirement, and how the certificate met it. */
export function ruleOf({ rule_name, result, message, manually_approved }: AuditResult) {
  const passed = result === 'pass';
  const tag = passed
    ? { text: 'Passed', tone: 'success' }
    : manually_approved
      ? { text: 'Approved by hand', tone: 'success' }
      : result === 'fail'
        ? { text: 'Not met', tone: 'warning' }
        : { text: result, tone: 'neutral' };
  return { name: rule_name, message, tag, isOpen: result === 'fail' && !manually_approved };
}

/** What it shows, each line with dates of its own. `now` is epoch seconds. */
export function linesOf(certificate: Certificate, now: number) {
  return certificateFact(certificate).lines.map(({ type, from, until }) => ({
    name: coverageName(type),
    from: day(from),
    until: day(until),
    tag:
      until === null
        ? { text: 'No end found', tone: 'warning' }
        : until <= now
          ? { text: 'Expired', tone: 'danger' }
          : { text: 'In force', tone: 'success' },
  }));
}
