import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../src/sandbox/folders';
import { readSandboxSettings } from '../../src/sandbox/settings';

describe('the data folder of the stand-alone sandbox', () => {
  it.each([
    [undefined, path.join(projectRoot, 'data', 'sandbox')],
    ['', path.join(projectRoot, 'data', 'sandbox')],
    ['other', path.join(projectRoot, 'other', 'sandbox')],
    ['~/data', path.join(os.homedir(), 'data', 'sandbox')],
  ])('with DATA_DIR=%s is %s', (DATA_DIR, dataDir) => {
    expect(readSandboxSettings({ DATA_DIR })).toMatchObject({ dataDir });
  });

  it.each(['~somebody/data', '$HOME/data'])('is refused where only a shell would know it: %s', (DATA_DIR) => {
    expect(() => readSandboxSettings({ DATA_DIR })).toThrow(
      'DATA_DIR begins with something that only a shell understands: write the whole path, e.g. DATA_DIR=./data.',
    );
  });
});
