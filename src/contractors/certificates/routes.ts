/** Certificates of the contractor's own insurance: upload, the review as it goes, and what came of it. */
import { Router } from 'express';
import { freshForm } from '../../onboarding/journey/form-page';
import type { Row } from '../../onboarding/journey/rows';
import { view } from '../../pages/view';
import { onContractor, type Act, type ActDeps } from '../act/act';
import { followed, renderAct, type ActView } from '../act/act-page';
import { isUnderWay, linesOf, readCertificate, ruleOf } from './read';
import { certificateWords } from './words';
import { openUpload, uploads } from './upload';

interface CertificateView {
  heading: string;
  status: string;
  tag: { text: string; tone: string };
  sentence: string;
  rows: Row[];
  lines: ReturnType<typeof linesOf>;
  rules: ReturnType<typeof ruleOf>[];
  /** The rules that nobody approved yet. */
  open: { name: string; message: string | null }[];
  summary: string | null;
  /** After how many milliseconds the page is asked for again; null: nothing more is to come. */
  askAgainMs: number | null;
  isLate: boolean;
  pageHref: string;
  uploadHref: string;
}
export const certificateView = view<ActView & CertificateView>('contractors/certificate');

/** "Normally done in one to two minutes": no event comes for one that cannot be read, so the API is asked then. */
const USUAL_SECONDS = 120;
const ASK_EVERY_MS = 15_000;

export function certificateRoutes(deps: ActDeps): Router {
  const router = Router({ mergeParams: true });
  router.get('/certificates', onContractor(deps, openUpload));
  router.post('/certificates', onContractor(deps, uploads()));
  router.get('/certificates/:certificateId', onContractor(deps, showCertificate));
  return router;
}

async function showCertificate(act: Act): Promise<void> {
  const { deps } = act;
  const live = await followed(act);
  const certificate = await readCertificate(act);
  const now = deps.apiClock.now() / 1000;
  const { text, tone, sentence } = certificateWords(certificate.status);
  const rules = (certificate.review_results?.audit_results ?? []).map(ruleOf);
  const summary = certificate.review_results?.summary;
  const left = (certificate.created ?? now) + USUAL_SECONDS - now;
  const underWay = isUnderWay(certificate);
  const heading = certificate.filename || 'Certificate';
  const why = {
    text: 'The review is done by 1099Policy, by the insurance requirement of your organisation. Only an approved certificate counts as cover, line by line.',
    verb: 'Reads',
    call: 'GET /api/v1/files/certificates/{certificate}',
  };
  const page = { ...freshForm(deps.newKey), repeat: false };
  await renderAct(
    act,
    certificateView,
    page,
    { title: heading, why, live },
    {
      heading,
      status: certificate.status,
      tag: { text, tone },
      sentence,
      rows: rowsOf(certificate.id, certificate.pdf_url),
      lines: linesOf(certificate, now),
      rules,
      open: rules.filter(({ isOpen }) => isOpen),
      summary: summary ? `${summary.passed} of ${summary.total_rules} rules passed.` : null,
      askAgainMs: underWay ? Math.max(left * 1000, ASK_EVERY_MS) : null,
      isLate: underWay && left <= 0,
      pageHref: deps.paths.certificate(act.id, certificate.id),
      uploadHref: deps.paths.certificates(act.id),
    },
  );
}

function rowsOf(id: string, pdf: string | null): Row[] {
  const file = pdf !== null && /^https?:\/\//.test(pdf);
  return [
    ...(file ? [{ key: 'File', value: 'Open the PDF', kind: 'link' as const, href: pdf }] : []),
    { key: 'Certificate', value: id, kind: 'id' },
  ];
}
