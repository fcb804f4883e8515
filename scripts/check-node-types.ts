/**
 * Part of `npm run types`: compiles what platforms carry away with the types of each supported line of Node, since each
 * platform has its own. Prints what does not fit, and fails then.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { PROJECT_ROOT } from '../lib/project-root';

const LINES = ['@types/node', 'types-node-22', 'types-node-24'];
const CARRIED = ['src/policy-api', 'src/quote'];

const config = ts.readConfigFile(path.join(PROJECT_ROOT, 'tsconfig.json'), (file) => ts.sys.readFile(file));
const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, PROJECT_ROOT);
const files = CARRIED.flatMap((folder) => ts.sys.readDirectory(path.join(PROJECT_ROOT, folder), ['.ts']));
const sources = new Map<string, ts.SourceFile | undefined>();
const typeRoots = mkdtempSync(path.join(tmpdir(), 'node-types-'));

/** With the types of one package in the place of `@types/node`, for the packages that are imported too. */
function problemsWith(types: string): readonly ts.Diagnostic[] {
  const typeRoot = path.join(typeRoots, path.basename(types));
  const installed = realpathSync(path.join(PROJECT_ROOT, 'node_modules', types));
  mkdirSync(typeRoot);
  symlinkSync(installed, path.join(typeRoot, 'node'), 'junction');
  const settings = { ...options, types: ['node'], typeRoots: [typeRoot] };
  const host = ts.createCompilerHost(settings, true);
  const readSource = host.getSourceFile.bind(host);
  // Most of the time goes by reading, so it is done once for all.
  host.getSourceFile = (name, ...rest) => {
    if (!sources.has(name)) sources.set(name, readSource(name, ...rest));
    return sources.get(name);
  };
  const program = ts.createProgram(files, settings, host);
  const used = program.getSourceFiles().filter(({ fileName }) => /types.node.*\/http\.d\.ts$/.test(fileName));
  if (used.length !== 1 || path.dirname(used[0]?.fileName ?? '') !== installed)
    throw new Error(`Not compiled with ${types}: ${used.map(({ fileName }) => fileName).join(', ')}`);
  return ts.getPreEmitDiagnostics(program);
}

try {
  for (const types of LINES) {
    const problems = problemsWith(types);
    if (problems.length === 0) continue;
    process.exitCode = 1;
    console.error(`With ${types}:\n${ts.formatDiagnostics(problems, ts.createCompilerHost(options))}`);
  }
} finally {
  rmSync(typeRoots, { recursive: true });
}
