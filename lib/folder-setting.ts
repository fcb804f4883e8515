import os from 'node:os';
import path from 'node:path';

/**
 * The folder that a setting names, as an absolute path. A leading `~` is the home folder, as in a shell; other things
 * that only a shell understands would become part of a folder's name, and are a problem.
 */
export function readFolder(text: string, base: string): { folder: string } | { problem: string } {
  const [, rest] = /^~(?:[\\/](.*))?$/.exec(text) ?? [text];
  if (text === '~' || rest !== undefined) return { folder: path.resolve(os.homedir(), rest ?? '') };
  if (/^(~|\$|%\w+%)/.test(text)) {
    return { problem: 'begins with something that only a shell understands: write the whole path' };
  }
  return { folder: path.resolve(base, text) };
}
