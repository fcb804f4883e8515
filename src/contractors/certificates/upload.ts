import { createHash } from 'node:crypto';
import { withErrors, freshForm } from '../../onboarding/journey/form-page';
import { BusyError } from '../../pages/page-errors';
import { view } from '../../pages/view';
import { readUpload, type Upload } from '../../middleware/take-uploads';
import { createOnce } from '../../policy-api/create-once';
import type { Certificate } from '../../policy-api/types/documents';
import type { Act } from '../act/act';
import { failedAct, renderAct, typedAct, type ActPage, type ActView } from '../act/act-page';
import { keyFor } from '../act/key';

/** "Max 15 MB" (page "Upload a certificate"). */
export const MOST_BYTES = 15 * 1024 * 1024;
/** Each is in memory while it is passed on. */
const MOST_AT_ONCE = 8;
const RETRY_AFTER_SECONDS = 10;
const FIELD = 'certificate';

interface UploadView {
  action: string;
  mostBytes: number;
  samples: Sample[];
}

/** DEMO ONLY: a file to save by this name, and what becomes of it. */
interface Sample {
  name: string;
  effect: string;
  href: string;
  download: string;
}
export const certificateUploadView = view<ActView & UploadView>('contractors/certificate-upload');

export async function openUpload(act: Act): Promise<void> {
  await act.readContractor();
  const fresh = { ...freshForm(act.deps.newKey), repeat: false };
  await showUpload(act, act.req.unsent ? typedAct(act) : fresh);
}

/** Takes uploads, not too many of them at once. */
export function uploads(): (act: Act) => Promise<void> {
  let underWay = 0;
  return async (act) => {
    if (underWay >= MOST_AT_ONCE) throw new BusyError(RETRY_AFTER_SECONDS);
    underWay += 1;
    try {
      await sendUpload(act);
    } finally {
      underWay -= 1;
    }
  };
}

async function sendUpload(act: Act): Promise<void> {
  const page = typedAct(act);
  const refuse = (text: string) => showUpload(act, withErrors(page, [{ field: FIELD, text }]));
  const upload = await readUpload(act.req, MOST_BYTES);
  await act.readContractor();
  if (upload === null) return refuse('Choose the certificate, a PDF file');
  if (upload === 'too large') return refuse('The file is too large: a certificate may have up to 15 MB');
  try {
    const made = await passOn(act, upload, page);
    await act.deps.knowledge.see('certificate', made);
    const text = 'The certificate is uploaded. This page follows what becomes of it.';
    act.redirect(act.deps.paths.certificate(act.id, made.id), { kind: 'success', text });
  } catch (error) {
    return showUpload(act, failedAct(act, page, error, [FIELD]));
  }
}

/** The same file of the same form is uploaded once. */
function passOn({ api, id }: Act, certificate: Upload, page: ActPage): Promise<Certificate> {
  const { filename, content } = certificate;
  const hash = createHash('sha256').update(content).digest('hex');
  const creation = {
    create: (key: string) => api.uploadCertificate({ contractor: id, certificate }, key),
    alike: async () => {
      const found = await api.listCertificates({ limit: 100 });
      return found.filter((one) => one.contractor === id && one.filename === filename);
    },
  };
  return createOnce(creation, {
    key: keyFor(page.idempotencyKey, { filename, hash }),
    ...(page.repeat && { repeat: true }),
  });
}

async function showUpload(act: Act, page: ActPage): Promise<void> {
  const why = {
    text: 'A contractor who is insured already can show it. The certificate is read and held against your insurance requirement; an approved one counts as cover.',
    verb: 'Creates',
    call: 'POST /api/v1/files/certificates',
  };
  const scripts = ['copy.js', 'upload.js'];
  await renderAct(
    act,
    certificateUploadView,
    page,
    { title: 'Upload a certificate', why, scripts },
    { action: act.deps.paths.certificates(act.id), mostBytes: MOST_BYTES, samples: await samplesFor(act) },
  );
}

/** One file, to be saved by the names that the local sandbox goes by. */
async function samplesFor({ deps }: Act): Promise<Sample[]> {
  if (deps.environment !== 'local') return [];
  const values = (await deps.testValues()).filter(({ field }) => field === 'certificate file name');
  const href = deps.paths.asset('sample-certificate.pdf');
  return values.map(({ name, effect, value }) => ({ name, effect, href, download: value }));
}
