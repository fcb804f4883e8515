import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import { PROJECT_ROOT } from '../../lib/project-root';

export interface Closure {
  /** Files from the project's folder, in order of the alphabet. */
  files: string[];
  /** Packages that these import, not as types alone. */
  packages: string[];
  /** Packages whose types alone are imported. */
  typePackages: string[];
}

/** Everything that some files import, directly or not. */
export function closureOf(entries: readonly string[]): Closure {
  const files = new Set<string>();
  const [packages, types] = [new Set<string>(), new Set<string>()];
  const open = [...entries];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const { name, typeOnly } of importsOf(file)) {
      if (name.startsWith('.')) open.push(fileOf(file, name));
      else if (!isBuiltin(name)) (typeOnly ? types : packages).add(packageOf(name));
    }
  }
  const sorted = (names: Iterable<string>) => [...names].sort();
  return {
    files: sorted(files),
    packages: sorted(packages),
    typePackages: sorted([...types].filter((name) => !packages.has(name))),
  };
}

export interface Import {
  name: string;
  typeOnly: boolean;
  /** Where the name stands in the text, without its quotes. */
  start: number;
  end: number;
}

/** The imports of a TypeScript text, in order; those of types too. */
export function importsIn(text: string): Import[] {
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.ES2022, true);
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, typeOnly: boolean) => {
    if (!node || !ts.isStringLiteralLike(node)) return;
    found.push({ name: node.text, typeOnly, start: node.getStart(source) + 1, end: node.getEnd() - 1 });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isOfTypes(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function importsOf(file: string): Import[] {
  return importsIn(readFileSync(path.join(PROJECT_ROOT, file), 'utf8'));
}

function isOfTypes(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const { name, namedBindings } = clause;
  if (name || !namedBindings || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.length > 0 && namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly);
}

/** The file that a relative import means. */
function fileOf(from: string, name: string): string {
  const target = path.join(path.dirname(from), name);
  const found = [`${target}.ts`, target].find((file) => existsSync(path.join(PROJECT_ROOT, file)));
  if (found === undefined) throw new Error(`${from} imports ${name}, which is not there.`);
  return found;
}

function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}
