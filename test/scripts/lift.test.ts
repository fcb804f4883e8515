import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Script } from 'node:vm';
import { PROJECT_ROOT } from '../../lib/project-root';
import { lift } from '../../scripts/lift';
import { closureOf } from '../../scripts/lift/closure';
import { PARTS, type Part, type PartName } from '../../scripts/lift/parts';
import { checkReceiver } from '../../scripts/webhook-check/check';
import { timestamped } from '../../src/webhooks/schemes/timestamped';

const NAMES = Object.keys(PARTS) as PartName[];
const { dependencies } = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8')) as {
  dependencies: object;
};
const INSTALLED = Object.keys(dependencies);
const partOf = (name: PartName): Part => PARTS[name];

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** A platform that has the packages of this project. */
function aPlatform(type: 'commonjs' | 'module' = 'module'): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'platform-'));
  folders.push(folder);
  symlinkSync(path.join(PROJECT_ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type }));
  return folder;
}

/** The command as it is typed in a platform's folder. */
function liftCommand(folder: string, ...args: string[]) {
  const program = ['--import', 'tsx', path.join(PROJECT_ROOT, 'scripts/lift.ts'), ...args];
  const { INIT_CWD: _own, ...env } = process.env;
  return spawnSync(process.execPath, program, { cwd: folder, env, encoding: 'utf8' });
}

/** Compiles all of a folder as strictly as a host may; gives back what the compiler says. */
function compile(folder: string): string {
  const strict = ['strict', 'noUncheckedIndexedAccess', 'exactOptionalPropertyTypes', 'noImplicitOverride'];
  const asItIs = ['erasableSyntaxOnly', 'verbatimModuleSyntax', 'allowImportingTsExtensions', 'noEmit'];
  const compilerOptions = {
    ...Object.fromEntries([...strict, ...asItIs, 'skipLibCheck'].map((name) => [name, true])),
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022', 'es2024.string'],
    types: ['node'],
  };
  const config = { compilerOptions, exclude: ['node_modules'] };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = path.join(PROJECT_ROOT, 'node_modules/typescript/bin/tsc');
  return spawnSync(process.execPath, [compiler], { cwd: folder, encoding: 'utf8' }).stdout;
}

/** Relative imports that lead nowhere, or do not end as they should. */
function wrongImports(folder: string, kind: string, ending: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const own = files.filter((file) => file.endsWith(`.${kind}`) && !file.startsWith('node_modules'));
  expect(own.length).toBeGreaterThan(15);
  return own.flatMap((file) => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    return [...text.matchAll(/(?:from |require\(|import\()'(\.[^']*)'/g)]
      .map(([, name]) => name!)
      .filter((name) => {
        const target = path.join(folder, path.dirname(file), name.slice(0, name.length - ending.length));
        return !name.endsWith(ending) || !existsSync(`${target}.${kind}`);
      })
      .map((name) => `${file}: ${name}`);
  });
}

describe('all parts together', () => {
  it('compile in a strict ESM host that runs TypeScript as it is', async () => {
    const folder = aPlatform();
    for (const name of NAMES) await lift([name, folder, '--imports', 'ts']);
    expect(wrongImports(folder, 'ts', '.ts')).toEqual([]);
    expect(compile(folder)).toBe('');
  });

  it.each([
    ['none', ''],
    ['js', '.js'],
  ])('import each other by --imports %s', async (endings, ending) => {
    const folder = aPlatform();
    for (const name of NAMES) await lift([name, folder, '--imports', endings]);
    expect(wrongImports(folder, 'ts', ending)).toEqual([]);
  });
});

describe.each(NAMES)('the part %s', (name) => {
  const { entries, assets, provide, mount, head } = partOf(name);
  const { files, packages } = closureOf(entries);

  it('needs nothing of the rest', () => {
    const hosted = [
      'contractors/',
      'compliance/',
      'doctor/',
      'event-log/',
      'forms/',
      'live/',
      'middleware/',
      'onboarding/',
      'pages/',
      'store/',
      'under-the-hood/',
      'maintenance',
      'paths',
    ];
    const folders = [
      'lib/',
      'policy-api/',
      'webhooks/',
      'quote/',
      'coverage/',
      'compliance/gate.ts',
      ...(assets ? hosted : []),
    ];
    const allowed = new RegExp(`^(lib/|src/(${folders.join('|')}))`);
    expect(files.filter((file) => !allowed.test(file))).toEqual([]);
    expect(packages.includes('express')).toBe(assets !== undefined);
    expect([provide.length > 0, mount]).toEqual([true, expect.stringMatching(/^import /)]);
  });

  it('is mounted by lines that CommonJS takes too, which waits in functions alone', () => {
    expect(() => new Script(mount.replace(/^import .+$/gm, ''))).not.toThrow();
  });

  it('says in its first comment which packages it needs', () => {
    const [comment = ''] = readFileSync(path.join(PROJECT_ROOT, head), 'utf8').split('*/');
    const name = `(?:${INSTALLED.join('|')})`;
    const list = new RegExp(`It needs the packages? (${name}(?:(?:, | and )${name})*)`);
    const [, named = ''] = list.exec(comment.replace(/\n \*/g, '')) ?? [];
    expect(
      named
        .split(/, | and /)
        .filter(Boolean)
        .sort(),
    ).toEqual(packages);
    expect(/It needs (no|the) package/.exec(comment)).not.toBeNull();
  });
});

/** Runs a program of a platform until it is stopped. It says its port in a line. */
async function serve(folder: string, program: string) {
  // Node runs TypeScript by itself from 22.18 on.
  const loader = program.endsWith('.ts') && !('typescript' in process.features) ? ['--import', 'tsx'] : [];
  const child = spawn(process.execPath, [...loader, program], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: `http://127.0.0.1:${String(said).trim()}/webhooks/1099policy`,
    stop: () => {
      child.kill();
      return once(child, 'exit');
    },
  };
}

describe('the webhook route in a platform', () => {
  const SECRET = 'whsec_of_a_platform';

  /** The lines that the command prints, with what it leaves to the platform. */
  function programOf(printed: string, importExpress: string, eventType: string): string {
    const [, mount = ''] = /\n\n((?:import|const) \{.*)$/s.exec(printed) ?? [];
    const lines = mount.split('\n');
    const end = lines.indexOf('');
    return [
      ...lines.slice(0, end),
      importExpress,
      `const secret = '${SECRET}';`,
      'const logger = { info: () => {}, warn: () => {}, error: () => {} };',
      'const kept = new Set();',
      `const record = async (event${eventType}) => kept.has(event.key) ? 'duplicate' : (kept.add(event.key), 'new');`,
      'const app = express();',
      ...lines.slice(end),
      "const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));",
    ].join('\n');
  }

  it.each([
    ['main.js', 'commonjs', ['--js', 'cjs'], "const express = require('express');", ''],
    ['main.js', 'module', ['--js', 'esm'], "import express from 'express';", '.js'],
    ['main.ts', 'module', ['--imports', 'ts'], "import express from 'express';", '.ts'],
  ] as const)('passes the twenty cases as %s, %s', async (file, type, options, importExpress, ending) => {
    const folder = aPlatform(type);
    const { stdout } = liftCommand(folder, 'webhook', '.', ...options);
    const kind = file.endsWith('.ts') ? 'ts' : 'js';
    expect(stdout).toContain('Copied into');
    const event = kind === 'ts' ? ': { key: string }' : '';
    if (kind === 'js') liftCommand(folder, 'confirm', '.', ...options);
    writeFileSync(path.join(folder, file), programOf(stdout, importExpress, event));
    const { url, stop } = await serve(folder, file);
    const results = await checkReceiver({ url, secrets: [SECRET], scheme: timestamped() });
    await stop();
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
    rmSync(path.join(folder, file));
    expect(wrongImports(folder, kind, ending)).toEqual([]);
  });
});

describe('npm run lift', () => {
  it.each([[[]], [['nothing']], [['client']], [['client', 'x', '--imports', 'mjs']], [['client', '--x']]])(
    'says what there is when it cannot do what it is told: %j',
    async (args: string[]) => {
      const { message } = await lift(args).then(
        () => new Error('nothing'),
        (thrown: Error) => thrown,
      );
      expect(NAMES.filter((name) => !message.includes(`  ${name} `))).toEqual([]);
    },
  );

  it('lists what would be copied, and copies nothing', async () => {
    const folder = path.join(aPlatform(), 'new');
    expect(await lift(['client', folder, '--list'])).toEqual(closureOf(partOf('client').entries).files);
    expect(existsSync(folder)).toBe(false);
  });

  it('overwrites nothing, and copies nothing then', async () => {
    const folder = aPlatform();
    await lift(['confirm', folder]);
    const changed = path.join(folder, 'webhooks/confirm.ts');
    writeFileSync(changed, '// changed by the platform');
    rmSync(path.join(folder, 'webhooks/event.ts'));
    await expect(lift(['confirm', folder])).rejects.toThrow('  webhooks/confirm.ts');
    expect(readFileSync(changed, 'utf8')).toBe('// changed by the platform');
    expect(readdirSync(path.join(folder, 'webhooks'))).not.toContain('event.ts');
  });

  it('carries a part again where it is the same, and overwrites no view that was changed', async () => {
    const folder = aPlatform();
    await lift(['journey', folder]);
    await lift(['journey', folder]);
    writeFileSync(path.join(folder, 'views/home.ejs'), 'changed by the platform');
    await expect(lift(['journey', folder])).rejects.toThrow(/others are there already\.\n {2}views$/);
    expect(readFileSync(path.join(folder, 'views/home.ejs'), 'utf8')).toBe('changed by the platform');
  });

  it('is shown by an example that installs what the journey needs', () => {
    const text = readFileSync(path.join(PROJECT_ROOT, 'examples/express5-platform/package.json'), 'utf8');
    const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> };
    expect(Object.keys(dependencies)).toEqual(
      expect.arrayContaining(closureOf(partOf('journey').entries).packages),
    );
  });

  it.each<[string, (folder: string) => void]>([
    ['a file where a folder is needed', (folder) => writeFileSync(path.join(folder, 'webhooks'), '')],
    [
      'a folder where a file is needed',
      (folder) => mkdirSync(path.join(folder, 'webhooks/confirm.ts'), { recursive: true }),
    ],
    [
      'a link that leads elsewhere',
      (folder) => {
        mkdirSync(path.join(folder, 'webhooks'));
        symlinkSync(path.join(folder, '../nowhere.ts'), path.join(folder, 'webhooks/confirm.ts'));
      },
    ],
  ])('copies nothing where there is %s', async (_name, prepare) => {
    const folder = aPlatform();
    prepare(folder);
    const before = readdirSync(folder, { recursive: true }).filter(
      (file) => !String(file).startsWith('node_modules'),
    );
    await expect(lift(['confirm', folder])).rejects.toThrow('  webhooks/confirm.ts');
    const after = readdirSync(folder, { recursive: true }).filter(
      (file) => !String(file).startsWith('node_modules'),
    );
    expect(after).toEqual(before);
  });

  it('takes one folder, by its whole name', async () => {
    const folder = aPlatform();
    await expect(lift(['confirm', path.join(folder, 'my'), 'platform'])).rejects.toThrow('needs quotes');
    await expect(lift(['confirm', ''])).rejects.toThrow('Into which folder?');
    await lift(['confirm', path.join(folder, 'my platform')]);
    expect(existsSync(path.join(folder, 'my platform/webhooks/confirm.ts'))).toBe(true);
  });

  it('names packages in the versions of this project, and fails with its reason', () => {
    const { dependencies } = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const folder = aPlatform();
    const { stdout } = liftCommand(folder, 'webhook', 'insurance');
    expect(existsSync(path.join(folder, 'insurance/webhooks/express.ts'))).toBe(true);
    const versions = ['raw-body', 'standardwebhooks'].map((name) => `${name}@^${dependencies[name]}`);
    expect(stdout).toContain(`npm install ${versions.join(' ')}\n`);
    const { status, stderr } = liftCommand(folder, 'webhooks');
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^There is no part webhooks\.\n/)]);
  });
});
