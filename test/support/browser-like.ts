import { randomUUID } from 'node:crypto';
import type { CheerioAPI } from 'cheerio';
import { load } from 'cheerio/slim';
import request, { type Response } from 'supertest';

/** A page as a person gets it: its status, where it is, and its document. */
export interface PageSeen {
  status: number;
  path: string;
  html: string;
  $: CheerioAPI;
  response: Response;
}

/** The document is read when it is first asked for, by the quicker of Cheerio's two parsers: many pages are never asked. */
function pageSeen(path: string, response: Response): PageSeen {
  const html = response.text ?? '';
  let read: CheerioAPI | undefined;
  return {
    status: response.status,
    path,
    html,
    response,
    get $() {
      return (read ??= load(html.replace(/(<textarea[^>]*>)\n/g, '$1'), { xml: { xmlMode: false } }));
    },
  };
}

export type Fields = Record<string, string | string[]>;

function textOf(fields: Fields): string {
  const pairs = Object.entries(fields).flatMap(([name, all]) =>
    [all].flat().map((value): [string, string] => [name, value]),
  );
  return new URLSearchParams(pairs).toString();
}

/**
 * A person at a browser without JavaScript: keeps cookies, follows redirects, and sends forms as they are on the page
 * (with their hidden fields, CSRF token and idempotency key), with some fields filled in.
 */
export class Person {
  private readonly agent: ReturnType<typeof request.agent>;
  page!: PageSeen;

  private readonly base: string;
  /** Where the app begins. */
  readonly home: string;

  constructor(base: string, home = '/') {
    this.base = base;
    this.home = home;
    this.agent = request.agent(base);
  }

  /** Opens a path of the app and follows its redirects within the app. */
  async open(path: string): Promise<PageSeen> {
    return this.settle(path, await this.agent.get(path));
  }

  /** Fills in the form with this action on the current page and presses its button. */
  async submit(action: string | RegExp, fields: Fields = {}): Promise<PageSeen> {
    const body = this.formBody(action, fields);
    return this.settle(body.action, await this.post(body));
  }

  /** The request a submit would make, without making it: to send it twice, or changed. */
  formBody(action: string | RegExp, fields: Fields = {}): { action: string; text: string } {
    const form = this.form(action);
    return { action: form.attribs['action'] ?? '', text: textOf({ ...this.valuesOf(form), ...fields }) };
  }

  /** What a form of the current page holds, but for what is minted anew for each page. */
  fieldsOf(action: string): Fields {
    const { _csrf, idempotency_key: _key, basis: _basis, ...fields } = this.valuesOf(this.form(action));
    return fields;
  }

  /**
   * Sends what a form of another page would, with the token of this one. Gives back the path that the answer leads to,
   * and does not go there.
   */
  async send(action: string, fields: Fields = {}): Promise<string> {
    // It comes first in each form; what it is called is for the site to say.
    const { name = '', value = '' } =
      this.page.$('form[method=post] input[type=hidden]').first().attr() ?? {};
    const text = textOf({ ...fields, [name]: value, idempotency_key: randomUUID() });
    const { status, headers, text: html } = await this.post({ action, text });
    if (status !== 303) throw new Error(`POST ${action} is answered ${status}: ${html}`);
    return new URL(headers.location ?? '', this.base).pathname;
  }

  private form(action: string | RegExp) {
    const { $ } = this.page;
    const form = $('form')
      .toArray()
      .find((element) => {
        const found = $(element).attr('action') ?? '';
        return typeof action === 'string' ? found === action : action.test(found);
      });
    if (!form)
      throw new Error(`There is no form ${String(action)} on ${this.page.path}:\n${$('main').text()}`);
    return form;
  }

  private valuesOf(form: ReturnType<Person['form']>): Fields {
    const values: Record<string, string[]> = {};
    for (const { name, value } of this.page.$(form).serializeArray())
      values[name] = [...(values[name] ?? []), value];
    return values;
  }

  post(body: { action: string; text: string }) {
    return this.agent.post(body.action).type('form').set('Origin', this.base).send(body.text).redirects(0);
  }

  /** Asks for a path as a script of a page would, staying on the current page. */
  get(path: string, headers: Record<string, string>) {
    return this.agent.get(path).set(headers).redirects(0);
  }

  /** Opens a link of the current page by its text. */
  async follow(text: string | RegExp): Promise<PageSeen> {
    return this.open(this.hrefOf(text));
  }

  hrefOf(text: string | RegExp): string {
    const { $ } = this.page;
    const link = $('a')
      .toArray()
      .find((element) => {
        const found = $(element).text().replace(/\s+/g, ' ').trim();
        return typeof text === 'string' ? found === text : text.test(found);
      });
    const href = link && $(link).attr('href');
    if (!href) throw new Error(`There is no link ${String(text)} on ${this.page.path}`);
    return href;
  }

  /** The cookies it sends, as the header that holds them. */
  get cookies(): string {
    const { hostname: domain } = new URL(this.base);
    return this.agent.jar.getCookies({ domain, path: '/', secure: false, script: false }).toValueString();
  }

  /** The visible text of the current page, spaces folded. */
  get text(): string {
    const { $ } = this.page;
    return $('body').text().replace(/\s+/g, ' ').trim();
  }

  /** What the error summary says, a line each. */
  get problems(): string[] {
    const { $ } = this.page;
    return $('.pa-error-summary li')
      .toArray()
      .map((item) => $(item).text().trim());
  }

  /** The value a field of the current page has. */
  value(name: string): string | undefined {
    const { $ } = this.page;
    const field = $(`[name="${name}"]`).first();
    return field.is('input[type=checkbox],input[type=radio]')
      ? ($(`[name="${name}"]:checked`).val() as string | undefined)
      : (field.val() as string | undefined);
  }

  private async settle(path: string, response: Response): Promise<PageSeen> {
    let current = response;
    let at = path;
    for (let hops = 0; hops < 5 && current.status >= 300 && current.status < 400; hops += 1) {
      const target = new URL(current.headers.location ?? '', new URL(at, this.base));
      at = target.pathname + target.search;
      if (target.origin !== this.base) break;
      current = await this.agent.get(at);
    }
    this.page = pageSeen(at, current);
    return this.page;
  }
}
