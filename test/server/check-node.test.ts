import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';

const inProject = (name: string) => path.join(PROJECT_ROOT, name);

/** Runs a file as a Node of that version would. */
function runOn(version: string, file: string) {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' });`;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['-e', `${pretend} require(${JSON.stringify(inProject(file))})`],
    { encoding: 'utf8' },
  );
  return { status, stderr };
}

describe('a Node that is too old', () => {
  it.each(['18.20.8', '20.18.3', '21.7.0', '22.12.0', '4.9.1'])('is told so: %s', (version) => {
    expect(runOn(version, 'scripts/check-node.js')).toEqual({
      status: 1,
      stderr: `This program needs Node.js >=20.19 <21 || >=22.13, and this is ${version}. Install one of these; 24 is recommended.\n`,
    });
  });

  it.each(['20.19.0', '20.99.0', '22.13.0', '24.0.0', '100.0.0'])('is not %s', (version) => {
    expect(runOn(version, 'scripts/check-node.js')).toEqual({ status: 0, stderr: '' });
  });

  it('is told so before anything else runs, however the programs are started', () => {
    const { scripts } = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const name of ['prestart', 'presandbox', 'predev']) {
      expect([name, scripts[name]]).toEqual([
        name,
        expect.stringMatching(/^node scripts\/check-node\.js( |$)/),
      ]);
    }
    for (const [program, check] of [
      ['src/server.ts', '../scripts/check-node.js'],
      ['sandbox/src/main.ts', '../../scripts/check-node.js'],
    ] as const) {
      const [first] = /^import .*$/m.exec(readFileSync(inProject(program), 'utf8')) ?? [];
      expect([program, first]).toEqual([program, `import '${check}';`]);
    }
  });

  it('can read the check: it is in the syntax of very old Nodes', () => {
    const text = readFileSync(inProject('scripts/check-node.js'), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    expect(text).not.toMatch(/=>|\bconst\b|\blet\b|`|\?\?|\?\./);
  });
});
