import { setTimeout as pause } from 'node:timers/promises';
import { load } from 'cheerio/slim';

/** A browser with cookies, as far as one page needs it. */
class Visitor {
  /** Of the page that was opened last. */
  status = 0;
  private cookies = new Map<string, string>();
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async open(path: string, form?: Record<string, string>): Promise<ReturnType<typeof load>> {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(this.url + path, {
      redirect: 'manual',
      headers: { cookie, origin: new URL(this.url).origin },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    }).catch((error: unknown) => {
      throw new Error(noAnswer(this.url, error));
    });
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=', 2);
      this.cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location !== null) return this.open(new URL(location, this.url).pathname);
    this.status = answer.status;
    return load(await answer.text());
  }
}

/**
 * Presses "Load the demo set" in the app at `url`, and waits so many seconds for it. Gives back what came of it.
 * @throws Error with the reason when the set is not loaded, though nothing else is there
 */
export async function loadDemo(url: string, seconds: number): Promise<string> {
  const visitor = new Visitor(url);
  const began = Date.now();
  const page = await visitor.open('/demo');
  const form = page('form[action$="/demo/load"]');
  if (form.length === 0)
    throw new Error(whyNoForm(`${url}/demo`, visitor.status, textOf(page, '#demo-problem + p')));
  const fields = Object.fromEntries(form.serializeArray().map(({ name, value }) => [name, value]));
  let now = await visitor.open('/demo/load', fields);
  if (now('form[action$="/demo/reset"]').length > 0)
    return `There is something here already. ${url}/demo/reset asks whether the demo set takes its place.`;
  const isLoading = () => now('form[action$="/demo/load/stop"]').length > 0;
  while (isLoading() && Date.now() - began < seconds * 1000) {
    await pause(250);
    now = await visitor.open('/demo');
  }
  if (isLoading())
    throw new Error(
      `The demo set is not loaded after ${seconds} s. It goes on: ${url}/demo shows how far it is.`,
    );
  const warning = textOf(now, '.pa-notice--warning p') || textOf(now, '#demo-problem + p');
  if (warning) throw new Error(`The demo set is not loaded. ${warning}`);
  return `The demo set is loaded, in ${Math.round((Date.now() - began) / 1000)} s: ${url}`;
}

const textOf = (page: ReturnType<typeof load>, selector: string) =>
  page(selector).first().text().replace(/\s+/g, ' ').trim();

function noAnswer(url: string, error: unknown): string {
  const { code } = Object((error as Error).cause) as { code?: unknown };
  const why = typeof code === 'string' ? ` (${code})` : '';
  return `The app at ${url} does not answer any more${why}. Start it again with npm start: what was loaded until then is still there, and its menu "Demo" loads the set anew.`;
}

function whyNoForm(page: string, status: number, problem: string): string {
  if (status === 404) return `${page} is not there: the demo needs the local sandbox, so no API key.`;
  if (problem) return `${page} offers no demo set now. ${problem}`;
  return `${page} offers no demo set to this command. Open it in a browser; it may ask for the password, or be loading already.`;
}
