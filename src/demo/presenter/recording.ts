/** A walk as one file: each page that the two frames have shown, as it was then, and what was said until then. */
import type { Request, RequestHandler, Response } from 'express';
import { pageOf, type PageOptions } from '../../pages/page';
import { view } from '../../pages/view';
import { readAs } from '../press';
import { asData, drawingsOf, stillOf, stillStyles, stylesheetsOf, withoutSecrets } from './still';
import { contractorPage, tickerSaid, type FramedPage, type StageDeps } from './stage';
import { tickerOf, type Ticker } from './ticker';

/** Of a walk, the latest; and none longer than that, in characters. */
const MOST_SHOTS = 20;
const LONGEST = 400_000;
const TIME_LIMIT_MS = 5_000;

interface Shown {
  address: string;
  html: string;
}

interface Shot {
  path: string;
  operator: Shown;
  contractor: Shown | null;
  /** What was said until it was shown last. */
  ticker: Ticker;
}

interface RecordedView {
  title: string;
  shots: Omit<Shot, 'path'>[];
}
export const recordingView = view<RecordedView>('demo/presenter-recording');

type RecorderDeps = StageDeps & { pages: PageOptions };

/** Keeps, in memory and while somebody presents, what the operator's frame shows, and the contractor's beside it. */
export class Recorder {
  private shots: Shot[] = [];
  private readonly deps: RecorderDeps;

  constructor(deps: RecorderDeps) {
    this.deps = deps;
  }

  clear(): void {
    this.shots = [];
  }

  /** For pages of the operator's frame: keeps what is answered. */
  readonly watch: RequestHandler = (req, res, next) => {
    let html = '';
    const send = res.send.bind(res);
    res.send = (body: unknown) => {
      if (typeof body === 'string') html = body;
      return send(body);
    };
    res.once('finish', () => {
      if (res.statusCode === 200) void this.keep(req, req.originalUrl, html);
    });
    next();
  };

  /** The walk so far, with the pages as they are now. */
  async file(req: Request, res: Response, title: string): Promise<string> {
    const { pages, paths, presenting } = this.deps;
    const path = presenting.shown ?? paths.home;
    const html = await readAs(req, path);
    if (html !== null) await this.keep(req, path, html);
    const styles = new Map<string, string>();
    const shots = [];
    for (const { operator, contractor, ticker } of this.shots)
      shots.push({
        operator: await this.still(req, operator, styles),
        contractor: contractor && (await this.still(req, contractor, styles)),
        ticker,
      });
    const page = pageOf(req, res, pages, { title, chrome: 'stage', withForms: false });
    const css = await this.stylesOf(
      req,
      pages.views('layout/head', { page, model: {} }),
      page.brand.stylesheet,
      styles,
    );
    const body = pages.views(recordingView.name, { page, model: { title, shots } });
    return documentOf(css, withoutSecrets(body));
  }

  private async keep(req: Request, path: string, html: string): Promise<void> {
    const { presenting, paths } = this.deps;
    const begins = [paths.onboardings, paths.contractors, paths.events, `${paths.home}?`];
    const isOfWalk = path === paths.home || begins.some((begin) => path.startsWith(begin));
    // Keys and settings are nobody's to carry away; and who looks back sees what is kept already.
    if (!isOfWalk || html.length > LONGEST || presenting.hasAfter) return;
    const host = req.get('host') ?? '';
    const contractor = await contractorPage(path, host, this.deps)
      .then((its) => its && this.contractorShown(req, its))
      .catch(() => null);
    const { calls, events } = await tickerSaid(this.deps);
    const ticker = tickerOf(calls, events, () => '#');
    const shot: Shot = { path, operator: { address: host + path, html }, contractor, ticker };
    const last = this.shots.at(-1);
    // The same page again is newer, and no other one.
    if (last?.path === path) this.shots[this.shots.length - 1] = shot;
    else this.shots = [...this.shots, shot].slice(-MOST_SHOTS);
  }

  private async contractorShown(req: Request, { src, address }: FramedPage): Promise<Shown | null> {
    const html = await read(req, src);
    return html === null || html.length > LONGEST ? null : { address, html };
  }

  /** With its styles and drawings in it. */
  private async still(req: Request, { address, html }: Shown, known: Map<string, string>): Promise<Shown> {
    const base = `http://${address}`;
    const css = await this.stylesOf(req, html, null, known, base);
    let drawn = html;
    for (const src of drawingsOf(html)) {
      const drawing = await this.part(req, src, base, known, asData);
      drawn = drawn.replaceAll(`src="${src}"`, `src="${drawing}"`);
    }
    return {
      address: withoutSecrets(address),
      html: stillOf(drawn).replace('</head>', () => `<style>${css}</style></head>`),
    };
  }

  private async stylesOf(
    req: Request,
    html: string,
    more: string | null,
    known: Map<string, string>,
    base = `http://${req.get('host') ?? ''}`,
  ): Promise<string> {
    const parts: string[] = [];
    for (const href of [...stylesheetsOf(html), ...(more === null ? [] : [more])])
      parts.push(await this.part(req, href, base, known, stillStyles));
    return parts.join('\n');
  }

  /** A file that a page needs, made ready to stand in it. */
  private async part(
    req: Request,
    href: string,
    base: string,
    known: Map<string, string>,
    ready: (text: string) => string,
  ): Promise<string> {
    const { href: url, host, pathname } = new URL(href, base);
    const made = known.get(url) ?? ready((await read(req, host === req.get('host') ? pathname : url)) ?? '');
    known.set(url, made);
    return made;
  }
}

/** A page of this app by its path, or one of the sandbox by its address; null where it does not come. */
async function read(req: Request, src: string): Promise<string | null> {
  try {
    if (src.startsWith('/')) return await readAs(req, src);
    const answer = await fetch(src, { signal: AbortSignal.timeout(TIME_LIMIT_MS) });
    return answer.ok ? await answer.text() : null;
  } catch {
    // A recording is worth saving without it.
    return null;
  }
}

/** The policy holds for the pages inside too: nothing runs, and nothing is asked of anybody. */
const documentOf = (css: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>A walk, recorded</title>
<style>${css}</style>
</head>
<body class="policy-app pa-chrome-stage">
${body}
</body>
</html>
`;
