/**
 * Reads objects and arrays that arrive as text: JSON, or a Python literal with single quotes, None, True and False.
 * The vendor's SDKs replace every ' by " instead, which breaks on an apostrophe; reading properly does not.
 */
const WORDS = new Map<string, unknown>([
  ['None', null],
  ['null', null],
  ['True', true],
  ['true', true],
  ['False', false],
  ['false', false],
]);
const ESCAPES = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
]);
const MAX_DEPTH = 40;

class NotALiteral extends Error {}

/** The object or array that `text` spells, or undefined when it spells none. Never throws. */
export function parseLiteral(text: string): object | undefined {
  const trimmed = text.trim();
  if (!/^[[{(]/.test(trimmed)) return undefined;
  try {
    return JSON.parse(trimmed) as object;
  } catch {
    try {
      return new LiteralReader(trimmed).read() as object;
    } catch {
      return undefined;
    }
  }
}

class LiteralReader {
  #at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  read(): unknown {
    const value = this.#value(0);
    if (this.#peek() !== '') throw new NotALiteral();
    return value;
  }

  #value(depth: number): unknown {
    const char = this.#peek();
    if (depth > MAX_DEPTH) throw new NotALiteral();
    if (char === '{') return Object.fromEntries(this.#items('}', () => this.#pair(depth)));
    if (char === '[') return this.#items(']', () => this.#value(depth + 1));
    if (char === '(') return this.#items(')', () => this.#value(depth + 1));
    if (char === '"' || char === "'") return this.#string();
    return this.#bare();
  }

  #pair(depth: number): [string, unknown] {
    const key = this.#value(MAX_DEPTH);
    if (typeof key !== 'string' && typeof key !== 'number') throw new NotALiteral();
    this.#expect(':');
    return [String(key), this.#value(depth + 1)];
  }

  #items<T>(close: string, readItem: () => T): T[] {
    const items: T[] = [];
    this.#at += 1;
    while (this.#peek() !== close) {
      items.push(readItem());
      if (this.#peek() !== close) this.#expect(',');
    }
    this.#at += 1;
    return items;
  }

  #string(): string {
    const quote = this.text[this.#at];
    let value = '';
    for (this.#at += 1; this.#at < this.text.length; this.#at += 1) {
      const char = this.text.charAt(this.#at);
      if (char === quote) {
        this.#at += 1;
        return value;
      }
      value += char === '\\' ? this.#escape() : char;
    }
    throw new NotALiteral();
  }

  #escape(): string {
    this.#at += 1;
    const char = this.text.charAt(this.#at);
    const digits = char === 'u' ? 4 : char === 'x' ? 2 : 0;
    if (digits === 0) return ESCAPES.get(char) ?? char;
    const hex = this.text.slice(this.#at + 1, this.#at + 1 + digits);
    if (hex.length < digits || /[^0-9a-f]/i.test(hex)) throw new NotALiteral();
    this.#at += digits;
    return String.fromCharCode(parseInt(hex, 16));
  }

  #bare(): unknown {
    const word = /^[\w.+-]+/.exec(this.text.slice(this.#at, this.#at + 64))?.[0] ?? '';
    this.#at += word.length;
    if (WORDS.has(word)) return WORDS.get(word);
    const number = Number(word);
    if (word === '' || !Number.isFinite(number)) throw new NotALiteral();
    return number;
  }

  #peek(): string {
    while (/\s/.test(this.text.charAt(this.#at))) this.#at += 1;
    return this.text.charAt(this.#at);
  }

  #expect(char: string): void {
    if (this.#peek() !== char) throw new NotALiteral();
    this.#at += 1;
  }
}
