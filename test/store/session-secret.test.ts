import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { keptSessionSecret } from '../../src/store/session-secret';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'session-secret-'));
  file = path.join(folder, 'session-secret');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the secret of the session cookies', () => {
  it('is made once, for its owner only, and nothing else is left beside it', () => {
    const made = keptSessionSecret(folder);
    expect(made.length).toBeGreaterThanOrEqual(32);
    expect(keptSessionSecret(folder)).toBe(made);
    expect(readdirSync(folder)).toEqual(['session-secret']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each(['', '\n', 'fifteen letters'])('is replaced when it is %j', (left) => {
    writeFileSync(file, left);
    const made = keptSessionSecret(folder);
    expect(made.length).toBeGreaterThanOrEqual(32);
    expect(readFileSync(file, 'utf8')).toBe(made);
    expect(readdirSync(folder)).toEqual(['session-secret']);
  });

  it('is left as it is when it is long enough', () => {
    writeFileSync(file, 'a secret of sixteen and more\n');
    expect(keptSessionSecret(folder)).toBe('a secret of sixteen and more');
  });
});
