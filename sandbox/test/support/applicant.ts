/** A browser of few words: follows redirects, keeps one cookie, sends the form of the page it is on. */
export class Applicant {
  html = '';
  status = 0;
  /** Where the application sent the browser in the end. */
  returnedTo: string | null = null;
  private cookie = '';

  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async open(): Promise<this> {
    return this.take(await fetch(this.url, { headers: { cookie: this.cookie }, redirect: 'manual' }));
  }

  /** Fills in the form of the page and sends it; a field given as null is left out. */
  async send(fields: Record<string, string | null> = {}): Promise<this> {
    const action = /<form method="post" action="([^"]+)"/.exec(this.html)?.[1];
    if (action === undefined) throw new Error(`no form on the page "${this.title}"`);
    const csrf = /name="_csrf" value="([^"]+)"/.exec(this.html)?.[1] ?? '';
    return this.post(action, { _csrf: csrf, ...fields });
  }

  async post(action: string, fields: Record<string, string | null>): Promise<this> {
    const body = new URLSearchParams(
      Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null),
    );
    const headers = { cookie: this.cookie };
    const response = await fetch(new URL(action, this.url), {
      method: 'POST',
      body,
      headers,
      redirect: 'manual',
    });
    if (response.status !== 303) return this.take(response);
    await response.text();
    const location = new URL(response.headers.get('location') ?? '', this.url).href;
    if (location !== this.url) this.returnedTo = location;
    return this.open();
  }

  get title(): string {
    return /<h1>([^<]*)<\/h1>/.exec(this.html)?.[1] ?? '';
  }

  private async take(response: Response): Promise<this> {
    const cookie = response.headers.get('set-cookie');
    if (cookie) this.cookie = cookie.split(';')[0] ?? '';
    this.status = response.status;
    this.html = await response.text();
    return this;
  }
}

export const goodAnswers = { works_in_us: 'yes', hazardous_work: 'no', recent_claims: 'no' };
export const signed = { signature: 'Joe Parker', agreed: 'yes' };
export const card = { card_number: '4242 4242 4242 4242', card_expiry: '12 / 34', card_code: '123' };

/** Walks the whole application. */
export async function complete(url: string, withCard = true): Promise<Applicant> {
  const applicant = await new Applicant(url).open();
  await applicant.send({ confirmed: 'yes' });
  await applicant.send(goodAnswers);
  await applicant.send(signed);
  if (withCard) await applicant.send(card);
  return applicant.send();
}
