import type { Response } from 'express';
import type { SandboxContext } from '../context';
import { isIssuing } from '../insurance/issuance';
import { policyDocuments, policyStatus } from '../insurance/policies';
import type { Policy, Session } from '../model/coverage';
import type { Stored } from '../model/kinds';
import { longDate } from '../pages/format';
import type { Leave } from '../pages/setup';
import { isCoveredElsewhere } from './advance';
import { invitationFor } from './invitation';

const titles = {
  complete: 'You’ve successfully signed up for coverage',
  expired: 'This application has expired',
  ineligible: 'We can’t offer you this coverage',
  covered: 'This work is insured already',
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

const ISSUING = 'Your policy is being issued: you are covered once it is, and not before.';

/** Where the contractor goes from there: `success_url` or `cancel_url`; null while the application waits. */
function returnUrl({ data }: Stored<Session>, end: End): string | null {
  if (end === 'review') return null;
  return end === 'complete' || end === 'covered' ? data.success_url : data.cancel_url;
}

/**
 * Where a form's answer leads. "Success: redirect to success_url; ineligible: redirect to cancel_url" (vendor page
 * "Application session"), and so it is once an application has expired. Otherwise back to its own address, which shows
 * how it stands, also to those who open it later.
 */
export function nextAddress(context: SandboxContext, session: Stored<Session>): string {
  const end = endOf(context, session);
  const leaves = end === 'complete' || end === 'ineligible' || end === 'expired';
  return (leaves ? returnUrl(session, end) : null) ?? `/apply/sandbox/${session.id}`;
}

/** Browsers apply form-action to redirects after a POST too, so pages with forms name where an application may end. */
export function allowReturn(res: Response, urls: readonly (string | null)[]): void {
  const origins = urls.filter((url) => url !== null).map(sourceOf);
  const policy = String(res.get('Content-Security-Policy'));
  res.set(
    'Content-Security-Policy',
    policy.replace("form-action 'self'", ["form-action 'self'", ...new Set(origins)].join(' ')),
  );
}

/** The origin, or all of its scheme where a policy has no way to write the host: an IPv6 address. */
function sourceOf(url: string): string {
  const { origin, hostname, protocol } = new URL(url);
  return hostname.startsWith('[') ? protocol : origin;
}

export function showEnd(context: SandboxContext, res: Response, session: Stored<Session>, end: End): void {
  const policy =
    session.data.policy === null ? undefined : context.objects.find('policy', session.data.policy);
  const invitation = invitationFor(context, session);
  const good = end === 'complete' || end === 'covered';
  const documents = policy && policyDocuments(context, policy);
  const { gl_coi_pdf_url: general = null, wc_coi_pdf_url: workersComp = null } =
    documents?.certificates ?? {};
  const links = [
    { text: 'Policy (sample PDF)', href: documents?.pdf_url ?? null },
    { text: 'General liability certificate (sample PDF)', href: general },
    { text: 'Workers’ compensation certificate (sample PDF)', href: workersComp },
  ].filter((link) => link.href !== null);
  res.render('application/end', {
    page: {
      title: titles[end],
      leave: end === 'review' ? linkTo(session.data.cancel_url, invitation.by) : null,
      invitation,
    },
    model: {
      end,
      good,
      dates: policy ? datesOf(context, policy.data) : isIssuing(context, session.data) ? ISSUING : null,
      by: invitation.by,
      back: linkTo(returnUrl(session, end), invitation.by),
      links,
    },
  });
}

/** When a policy covers, as it stands now: one is issued before its first day, and may be over or cancelled since. */
function datesOf({ clock }: SandboxContext, policy: Policy): string {
  const [from, until] = [longDate(policy.effective_date), longDate(policy.expiration_date)];
  const status = policyStatus(clock, policy);
  if (status === 'cancelled') return 'The policy was cancelled since.';
  if (status === 'expired') return `The policy expired on ${until}.`;
  return policy.effective_date > clock.seconds()
    ? `You will be covered from ${from} until ${until} (UTC), and not before.`
    : `You are covered until ${until} (UTC).`;
}

/** Addresses were checked when they were set; whose page it is, is said in words. */
export const linkTo = (url: string | null, name: string): Leave | null =>
  url === null ? null : { href: url, name };
