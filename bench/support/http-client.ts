import { Agent, request } from 'node:http';

export interface Page {
  status: number;
  path: string;
  html: string;
}

/** As much of a browser as a form needs: one connection kept alive, cookies, and one redirect followed. */
export class HttpClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly cookies = new Map<string, string>();

  private readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  get(path: string): Promise<Page> {
    return this.send('GET', path);
  }

  /** Sends a form and opens the page it leads to. */
  async post(path: string, body: string): Promise<Page> {
    return this.send('POST', path, body);
  }

  private send(method: string, path: string, body?: string): Promise<Page> {
    const headers = {
      Accept: 'text/html',
      ...(this.cookies.size > 0 && { Cookie: [...this.cookies].map((pair) => pair.join('=')).join('; ') }),
      ...(body !== undefined && {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': Buffer.byteLength(body),
      }),
    };
    return new Promise((resolve, reject) => {
      const outgoing = request(new URL(path, this.base), { method, headers, agent: this.agent }, (answer) => {
        answer.headers['set-cookie']?.forEach((line) => this.keep(line));
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const { statusCode: status = 0, headers: given } = answer;
          if (status === 303 && given.location !== undefined) resolve(this.send('GET', given.location));
          else resolve({ status, path, html: Buffer.concat(chunks).toString() });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  /** A cookie that is cleared comes with an empty value. */
  private keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
