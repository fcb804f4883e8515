import path from 'node:path';
import ts from 'typescript';
import { PROJECT_ROOT } from '../../lib/project-root';

/** A TypeScript text as plain JavaScript that reads as if it were written so; null when only types were in it. */
export async function toJavaScript(text: string, modules: 'cjs' | 'esm'): Promise<string | null> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 },
  });
  const statements = topLevel(outputText).filter(({ node }) => !isEmptyExport(node));
  if (statements.length === 0) return null;
  const parts = modules === 'esm' ? statements.map(({ text: one }) => one) : asCommonJs(statements);
  const prettier = await import('prettier');
  const options = await prettier.resolveConfig(path.join(PROJECT_ROOT, 'package.json'));
  return prettier.format(parts.join(''), { ...options, parser: 'babel' });
}

interface Statement {
  node: ts.Statement;
  /** With its comments, and an empty line before what is no import. */
  text: string;
}

function topLevel(program: string): Statement[] {
  const source = ts.createSourceFile('file.js', program, ts.ScriptTarget.ES2022, true);
  return source.statements.map((node) => ({
    node,
    text: `${ts.isImportDeclaration(node) ? '' : '\n'}${node.getFullText(source)}`,
  }));
}

function isEmptyExport(node: ts.Statement): boolean {
  return ts.isExportDeclaration(node) && !node.moduleSpecifier;
}

function asCommonJs(statements: readonly Statement[]): string[] {
  const names: string[] = [];
  const body = statements.map(({ node, text }) => {
    if (ts.isImportDeclaration(node)) return text.replace(node.getText(), requireOf(node));
    const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
    if (!modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return text;
    names.push(...namesOf(node));
    return text.replace(/(^|\n)export /, '$1');
  });
  return [
    "'use strict';\n\n",
    ...body,
    ...(names.length > 0 ? [`\n\nmodule.exports = { ${names.join(', ')} };`] : []),
  ];
}

function requireOf({ importClause, moduleSpecifier }: ts.ImportDeclaration): string {
  const call = `require(${moduleSpecifier.getText()})`;
  const { name, namedBindings } = importClause ?? {};
  if (namedBindings && ts.isNamespaceImport(namedBindings))
    return `const ${namedBindings.name.text} = ${call};`;
  const named = namedBindings?.elements.map(({ propertyName, name: own }) =>
    propertyName ? `${propertyName.text}: ${own.text}` : own.text,
  );
  const lines = [
    ...(name ? [`const ${name.text} = ${call};`] : []),
    ...(named ? [`const { ${named.join(', ')} } = ${call};`] : []),
  ];
  return lines.length > 0 ? lines.join('\n') : `${call};`;
}

function namesOf(node: ts.Statement): string[] {
  if (ts.isVariableStatement(node)) {
    return node.declarationList.declarations.map(({ name }) => name.getText());
  }
  return ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) ? [node.name?.text ?? ''] : [];
}
