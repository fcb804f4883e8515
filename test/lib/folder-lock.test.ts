import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FolderInUseError, lockFolder } from '../../lib/folder-lock';

describe('lockFolder', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'lock-'));
  afterAll(() => rmSync(root, { recursive: true }));

  it('refuses a second holder and frees the folder when unlocked', () => {
    const folder = path.join(root, 'data');
    const unlock = lockFolder(folder, 'DATA_DIR');
    expect(() => lockFolder(folder, 'DATA_DIR')).toThrow(FolderInUseError);
    unlock();
    lockFolder(folder, 'DATA_DIR')();
  });

  it('is gone when its process is killed', async () => {
    const folder = path.join(root, 'killed');
    // Held on to: what nobody holds is closed, and the lock with it.
    const code = `global.unlock = require(${JSON.stringify(path.resolve('lib/folder-lock.ts'))}).lockFolder(${JSON.stringify(folder)});
      console.log('locked'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--require', 'tsx/cjs', '-e', code]);
    await once(child.stdout, 'data');
    expect(() => lockFolder(folder, 'DATA_DIR')).toThrow(FolderInUseError);
    child.kill('SIGKILL');
    await once(child, 'exit');
    lockFolder(folder, 'DATA_DIR')();
  });
});
