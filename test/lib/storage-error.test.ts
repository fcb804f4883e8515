import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockFolder } from '../../lib/folder-lock';
import { openSqlite } from '../../lib/sqlite';
import { explainStorage } from '../../lib/storage-error';
import { startSandbox } from '../../sandbox/src/start';
import { openStore } from '../../src/store/open';
import { keptSessionSecret } from '../../src/store/session-secret';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'storage-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const inFolder = (name: string) => path.join(folder, name);
const open = () => openStore({ dataDir: folder, databaseUrl: null }, Date.now, console);
const GARBAGE = 'this is no database '.repeat(500);

async function messageOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    return (error as Error).message.replaceAll(folder, '');
  }
  throw new Error('It did not fail');
}

describe('a start that fails for the files it needs', () => {
  it.each([
    ['app.sqlite', open],
    ['lock.sqlite', open],
    ['sandbox.sqlite', () => startSandbox({ dataDir: folder, port: 0 })],
  ])('names a damaged database: %s', async (name, start) => {
    writeFileSync(inFolder(name), GARBAGE);
    expect(await messageOf(start)).toMatch(
      new RegExp(`^The database file /${name} is damaged\\. .*move it away .*begin afresh\\.$`),
    );
  });

  it('names the option of the store where no other words are given', async () => {
    writeFileSync(inFolder('file'), '');
    const place = { dataDir: inFolder('file/below'), databaseUrl: null };
    expect(await messageOf(() => openStore(place, Date.now, console))).toContain(
      'or choose another folder with dataDir of openStore.',
    );
  });

  it('names a database that is damaged behind its first bytes', async () => {
    await (await open()).close();
    for (const name of ['app.sqlite-wal', 'app.sqlite-shm']) rmSync(inFolder(name), { force: true });
    const bytes = readFileSync(inFolder('app.sqlite'));
    writeFileSync(inFolder('app.sqlite'), bytes.fill(0xaa, 100));
    expect(await messageOf(open)).toContain('The database file /app.sqlite is damaged.');
  });

  it('names an engine that is missing', async () => {
    const { Module } = process.getBuiltinModule('node:module');
    jest.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined);
    jest.spyOn(Module.prototype, 'require').mockImplementation(() => {
      throw new Error('No native build was found\n    at somewhere');
    });
    try {
      const said = await messageOf(open);
      expect(said).toMatch(
        /^The database engine cannot be loaded: .*\(No native build was found\)\. Install the packages again/,
      );
      expect(said).not.toMatch(/rights|\n/);
    } finally {
      jest.restoreAllMocks();
    }
  });

  it.each([
    ['app.sqlite', open],
    ['session-secret', () => keptSessionSecret(folder)],
  ])('names a folder where a file should be: %s', async (name, start) => {
    mkdirSync(inFolder(name));
    expect(await messageOf(start)).toBe(
      `/${name} is a folder where a file should be. Move that folder away.`,
    );
  });

  it('names a file where the folder should be', async () => {
    writeFileSync(inFolder('data'), '');
    const file = 'there is a file where a folder should be. Move that file away';
    expect(await messageOf(() => lockFolder(inFolder('data'), 'DATA_DIR'))).toContain(file);
    expect(await messageOf(() => lockFolder(inFolder('data/below'), 'DATA_DIR'))).toContain(file);
  });

  it('names missing rights', async () => {
    writeFileSync(inFolder('app.sqlite'), '');
    chmodSync(inFolder('app.sqlite'), 0o400);
    chmodSync(folder, 0o755);
    // The rights of files do not bind root.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    try {
      expect(await messageOf(() => lockFolder(folder, 'DATA_DIR'))).toMatch(
        /cannot be written to: this user lacks the rights/,
      );
      expect(await messageOf(() => openSqlite(inFolder('app.sqlite')))).toMatch(/EACCES/);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('names a full disk', () => {
    const error = Object.assign(new Error('database or disk is full'), {
      code: 'ERR_SQLITE_ERROR',
      errcode: 13,
    });
    for (const failure of [error, Object.assign(new Error(), { code: 'ENOSPC' })]) {
      const explained = explainStorage(failure, inFolder('app.sqlite'), 'DATA_DIR') as Error;
      expect(explained.message.replace(folder, '')).toBe(
        '/app.sqlite cannot be written: the disk is full. Make room, or choose another folder with DATA_DIR.',
      );
    }
  });

  it('leaves a fault of ours as it is', () => {
    const fault = new TypeError('a fault');
    expect(explainStorage(fault, folder, 'DATA_DIR')).toBe(fault);
  });
});
