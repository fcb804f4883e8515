import { createHmac, timingSafeEqual } from 'node:crypto';
import { badRequest } from '../api/errors';
import type { SandboxContext } from '../context';
import type { Contractor } from '../model/parties';
import type { Stored } from '../model/kinds';

/** Seconds. The life of a link is not documented; our choice. */
export const LINK_LIFE = 60 * 60;

/**
 * A link that signs a contractor in to the portal, as the API answers it (vendor page
 * "POST /contractors/{contractor}/login_link", in a style of its own).
 * @throws ApiError 400 when the contractor has no email
 */
export function createLoginLink(context: SandboxContext, { seq, id, data }: Stored<Contractor>) {
  const { email, first_name, last_name, company_name } = data;
  if (email === '') throw badRequest('The contractor has no email address.');
  const expires = context.clock.seconds() + LINK_LIFE;
  const query = new URLSearchParams({ contractor_id: id, token: passOf(context, 'link', id, expires) });
  return {
    success: true,
    login_url: `${context.publicUrl()}/quick-access?${query.toString()}`,
    expires_at: new Date(expires * 1000).toISOString().replace('.000', ''),
    contractor: { id: seq, public_id: id, email, first_name, last_name, company_name, username: email },
  };
}

/** What a pass is for: a link is opened once it was sent, a visit follows from page to page. */
type Purpose = 'link' | 'visit';

/** A text that only this sandbox can have made, for one contractor, until a sandbox time (epoch seconds, UTC). */
export const passOf = (
  context: SandboxContext,
  purpose: Purpose,
  contractor: string,
  expires: number,
): string => `${expires}.${sign(context, purpose, contractor, String(expires))}`;

export function isPass(context: SandboxContext, purpose: Purpose, contractor: string, pass: string): boolean {
  const [expires = '', signature = ''] = pass.split('.');
  const given = Buffer.from(signature);
  const expected = Buffer.from(sign(context, purpose, contractor, expires));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  return Number(expires) > context.clock.seconds();
}

const sign = ({ formSecret }: SandboxContext, ...parts: string[]): string =>
  createHmac('sha256', formSecret).update(parts.join(' ')).digest('base64url');
