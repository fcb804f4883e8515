import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EnvFileError, readEnvFile } from '../../lib/env-file';

const folder = mkdtempSync(path.join(os.tmpdir(), 'env-file-'));
const file = path.join(folder, '.env');
afterEach(() => rmSync(file, { recursive: true, force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

/** PORT takes digits alone; everything else takes any text. */
const read = () => readEnvFile(file, (name, text) => name !== 'PORT' || /^\d+$/.test(text));

function readText(text: string | Buffer): Record<string, string> {
  writeFileSync(file, text);
  return read();
}

function problemOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof EnvFileError) return error.message;
    throw error;
  }
  throw new Error('It was read without a problem');
}

const problemsOf = (text: string) =>
  problemOf(() => readText(text))
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^ {2}- /, ''));

describe('a file of settings', () => {
  it('need not be there', () => {
    expect(read()).toEqual({});
  });

  it('gives each value as it stands there', () => {
    const text = [
      '# a comment',
      '',
      'A=plain',
      '  B = with spaces around  ',
      'export C=exported',
      'D="in quotes"',
      "E='a#b'   # and a comment",
      'F=`it\'s "so"`',
      'G=',
      'PORT=3000 # where it listens',
      String.raw`I="no\nescapes"`,
      'J=postgres://u:p@h/x?a=b',
      "K=''",
      'OTHER_TOOL.x-y=1',
    ];
    const expected = {
      A: 'plain',
      B: 'with spaces around',
      C: 'exported',
      D: 'in quotes',
      E: 'a#b',
      F: 'it\'s "so"',
      G: '',
      PORT: '3000',
      I: String.raw`no\nescapes`,
      J: 'postgres://u:p@h/x?a=b',
      K: '',
      'OTHER_TOOL.x-y': '1',
    };
    for (const end of ['\n', '\r\n']) expect(readText(text.join(end))).toEqual(expected);
  });

  it('may begin with a mark of its encoding, and hold any letters', () => {
    expect(readText(Buffer.from('\ufeffA=é日本\nB=2\n'))).toEqual({ A: 'é日本', B: '2' });
  });
});

describe('a line that would mean something else than it says', () => {
  it.each<[string, RegExp]>([
    ['A=correcthorse#battery', /^line 1: A is cut at its #.*: A='…'$/],
    ['A=#secret', /^line 1: A is cut at its #/],
    ["A=it's#here", /: A="…"$/],
    ['A=correct horse # battery', /^line 1: A is cut at its #/],
    ['PORT=3000# where it listens', /^line 1: PORT is cut at its #/],
    ['\nA="a"#b', /^line 2: A has text behind its closing quote/],
    ['A="a" b', /^line 1: A has text behind its closing quote/],
    [String.raw`A="a\"b"`, /^line 1: A has text behind its closing quote/],
    ['A="a', /^line 1: A has a quote that is not closed on its line/],
    ["A='a\nB=2\nC='", /^line 1: A has a quote that is not closed on its line/],
    ['A', /^line 1 is neither NAME=value nor a comment/],
    ['export A', /^line 1 is neither/],
    ['A: b', /^line 1 is neither/],
    ['set A=b', /^line 1 is neither/],
    ['=b', /^line 1 is neither/],
    ['A=1\n\nA=2', /^line 3: A has another value than on line 1/],
    ['A=\nA=2', /^line 2: A has another value than on line 1/],
  ])('is refused: %j', (text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(problem)]);
  });

  it('is named with all others at once, and its value is not shown', () => {
    const problems = problemsOf('A=canary#canary\nB=fine\ncanary\nC="canary" canary\n');
    expect(problems.map((problem) => /^line \d/.exec(problem)?.[0])).toEqual(['line 1', 'line 3', 'line 4']);
    expect(problems.join()).not.toContain('canary');
  });

  it('may be there twice with the same value', () => {
    expect(readText('A=1\nexport A="1"\n')).toEqual({ A: '1' });
  });
});

describe('a file that cannot be taken as it is', () => {
  const utf16 = Buffer.from('\ufeffPORT=3000\n', 'utf16le');
  it.each<[string, Buffer]>([
    ['UTF-16', utf16],
    ['UTF-16', Buffer.from(utf16).swap16()],
    ['UTF-16', Buffer.from('PORT=3000\n', 'utf16le')],
    ['UTF-8', Buffer.from('A=caf\xe9\n', 'latin1')],
  ])('is named: %s', (encoding, bytes) => {
    const problem = problemOf(() => readText(bytes));
    expect(problem).toContain(`${file} `);
    expect(problem).toContain(encoding);
    expect(problem).toContain('Save it as UTF-8');
    expect(problem).not.toContain('\n');
  });

  it('is named: a folder', () => {
    mkdirSync(file);
    expect(problemOf(read)).toMatch(/\.env is a folder\. .*move it away\.$/);
  });

  it('is named: a link to nothing', () => {
    symlinkSync(path.join(folder, 'nowhere'), file);
    expect(problemOf(read)).toMatch(/\.env cannot be read \(ENOENT\)/);
  });

  it('is named: not readable by this user', () => {
    writeFileSync(file, 'A=1\n');
    chmodSync(file, 0o000);
    // The rights of files do not bind root.
    const isRoot = process.geteuid?.() === 0;
    chmodSync(folder, 0o755);
    if (isRoot) process.seteuid?.(65534);
    try {
      expect(problemOf(read)).toMatch(/\.env cannot be read \(EACCES\)\. Change its rights/);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });
});
