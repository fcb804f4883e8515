import type { PolicyApi } from '../../policy-api/client';
import { applicationUrl, ApplicationUrlError } from '../../quote/application-url';
import { HostNotAllowedError } from '../../pages/page-errors';
import type { SiteWords } from '../../pages/site-words';
import type { Paths } from '../../paths';
import type { Knowledge } from '../known/knowledge';

export interface CardDeps {
  api: Pick<PolicyApi, 'createPaymentSession'>;
  knowledge: Pick<Knowledge, 'see'>;
  paths: Pick<Paths, 'cover'>;
  publicUrl: string;
  applicationHosts: readonly string[];
  words: Pick<SiteWords, 'applicationHosts'>;
}

/** Who gives the card, and the way back: to their own page. */
interface Cardholder {
  id: string;
  link_token: string;
}

/**
 * Where to redirect the contractor for their card: a hosted page that works once, for 30 minutes. Its address is for
 * this redirect alone, and kept nowhere. With the same key it is the same page.
 * @throws PolicyApiError, HostNotAllowedError
 */
export async function openCardPage(
  { api, knowledge, paths, publicUrl, applicationHosts, words }: CardDeps,
  { id, link_token: token }: Cardholder,
  key: string,
): Promise<string> {
  const return_url = `${publicUrl}${paths.cover(token)}/card`;
  const session = await api.createPaymentSession({ contractor: id, return_url }, key);
  await knowledge.see('payment_session', { ...session, url: null });
  try {
    return applicationUrl(session.url, applicationHosts);
  } catch (error) {
    if (!(error instanceof ApplicationUrlError)) throw error;
    throw new HostNotAllowedError(error.message.replace('application URL', 'address for a card'), words);
  }
}
