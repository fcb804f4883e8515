import os from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { readSandboxSettings } from '../src/settings';

describe('the data folder of the stand-alone sandbox', () => {
  it.each([
    [undefined, path.join(PROJECT_ROOT, 'data', 'sandbox')],
    ['', path.join(PROJECT_ROOT, 'data', 'sandbox')],
    ['other', path.join(PROJECT_ROOT, 'other', 'sandbox')],
    ['~/data', path.join(os.homedir(), 'data', 'sandbox')],
  ])('with DATA_DIR=%s is %s', (DATA_DIR, dataDir) => {
    expect(readSandboxSettings({ DATA_DIR })).toMatchObject({ dataDir });
  });

  it.each(['~somebody/data', '$HOME/data'])('is refused where only a shell would know it: %s', (DATA_DIR) => {
    expect(() => readSandboxSettings({ DATA_DIR })).toThrow(
      `DATA_DIR is ${JSON.stringify(DATA_DIR)}: give the path of a folder, e.g. ./data; variables and ~name mean something to a shell alone.`,
    );
  });
});
