import { certificateFact } from '../../coverage/facts-from-api';
import { coverageName } from '../../coverage/types';
import { day } from '../../lib/dates';
import type { AuditResult, Certificate } from '../../policy-api/types/documents';
import type { Act } from '../act/act';
import { askElseKnown, type Source } from '../act/ask-else-known';
import { certificateAnswered } from '../known/as-answered';
import { readCertificate as askForCertificate } from '../../coverage/read-contractor';
import type { KnownCertificate } from '../known/records';

const CERTIFICATE: Source<Certificate, KnownCertificate> = {
  kind: 'certificate',
  param: 'certificateId',
  what: 'This certificate',
  ask: askForCertificate,
  ownerOf: ({ contractor }) => contractor,
  known: ({ certificates }) => certificates,
  asAnswered: certificateAnswered,
};

/** @throws PolicyApiError, NotFoundError where it is not one of this contractor */
export async function readCertificate(act: Act): Promise<Certificate> {
  const certificate = await askElseKnown(act, CERTIFICATE);
  if (!act.stale) await act.deps.knowledge.see('certificate', certificate);
  return certificate;
}

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
