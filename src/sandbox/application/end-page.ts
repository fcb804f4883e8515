import type { Response } from 'express';
import type { SandboxContext } from '../context';
import { policyDocuments } from '../insurance/policies';
import type { Session, Stored } from '../model';
import { isCoveredElsewhere } from './advance';

const titles = {
  complete: 'You’ve successfully signed up for coverage',
  expired: 'This application has expired',
  ineligible: 'We can’t offer you this coverage',
  covered: 'You are already covered',
  review: 'Your application is being reviewed',
};
export type End = keyof typeof titles;

/** How an application has ended, or why it waits; undefined while there is a step to do. */
export function endOf(context: SandboxContext, { data }: Stored<Session>): End | undefined {
  if (data.step === 'application_complete') return 'complete';
  if (data.expired) return 'expired';
  if (data.ineligible) return 'ineligible';
  if (isCoveredElsewhere(context, data)) return 'covered';
  return data.review === 'pending' ? 'review' : undefined;
}

export function showEnd(context: SandboxContext, res: Response, session: Stored<Session>, end: End): void {
  const policy =
    session.data.policy === null ? undefined : context.objects.find('policy', session.data.policy);
  const { success_url: success, cancel_url: cancel } = session.data;
  const good = end === 'complete' || end === 'covered';
  const documents = policy && policyDocuments(context, policy);
  const { gl_coi_pdf_url: general = null, wc_coi_pdf_url: workersComp = null } =
    documents?.certificates ?? {};
  const links = [
    { text: 'Policy (sample PDF)', href: documents?.pdf_url ?? null },
    { text: 'General liability certificate (sample PDF)', href: general },
    { text: 'Workers’ compensation certificate (sample PDF)', href: workersComp },
  ].filter((link) => link.href !== null);
  const waits = end === 'review';
  res.render('application/end', {
    page: { title: titles[end], leave: waits ? linkTo(cancel) : null },
    model: { end, good, back: waits ? null : linkTo(good ? success : cancel), links },
  });
}

/** Addresses were checked when they were set; the host is shown so that a person sees where a link leads. */
export function linkTo(url: string | null): { href: string; host: string } | null {
  return url === null ? null : { href: url, host: new URL(url).host };
}
