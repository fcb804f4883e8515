import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { PROJECT_ROOT } from '../lib/project-root';

/** What people carry away: each function says what goes in and comes out. */
const FOLDERS = ['src/policy-api', 'src/quote', 'src/coverage'];

const files = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(PROJECT_ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.posix.join(folder, name)),
);

const read = (file: string) => {
  const text = readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
};

const isFunction = (node: ts.Node | undefined): boolean =>
  node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionExpression(node));

/** Functions that can be called from elsewhere: exported ones, methods of exported classes, and those of what they return. */
function publicFunctions(source: ts.SourceFile): ts.Node[] {
  const isPublic = (member: ts.ClassElement) =>
    !ts.isPrivateIdentifier(member.name ?? member) &&
    (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) === 0;
  const found: ts.Node[] = [];
  for (const statement of source.statements) {
    const exported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!exported) continue;
    if (ts.isFunctionDeclaration(statement)) found.push(statement, ...returnedMethods(statement));
    if (ts.isClassDeclaration(statement)) {
      found.push(
        ...statement.members.filter(
          (member) =>
            (ts.isMethodDeclaration(member) ||
              (ts.isPropertyDeclaration(member) && isFunction(member.initializer))) &&
            isPublic(member),
        ),
      );
    }
    if (
      ts.isVariableStatement(statement) &&
      statement.declarationList.declarations.some(({ initializer }) => isFunction(initializer))
    )
      found.push(statement);
  }
  return found;
}

/** Methods of the object that a function returns, as the groups of calls of the API client do. */
function returnedMethods({ body }: ts.FunctionDeclaration): ts.Node[] {
  const last = body?.statements.at(-1);
  const object = last && ts.isReturnStatement(last) ? last.expression : undefined;
  return object && ts.isObjectLiteralExpression(object)
    ? object.properties.filter(ts.isMethodDeclaration)
    : [];
}

const nameOf = (node: ts.Node): string =>
  ts.isVariableStatement(node)
    ? node.declarationList.declarations[0]!.name.getText()
    : ((node as ts.NamedDeclaration).name?.getText() ?? '');

const functions = files.flatMap((file) =>
  publicFunctions(read(file)).map((node) => ({ file, node, name: nameOf(node) })),
);
const docOf = (node: ts.Node) =>
  ts
    .getJSDocCommentsAndTags(node)
    .map((doc) => doc.getText())
    .join();

test('every public function of what can be carried away has a doc comment', () => {
  expect(functions.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'createPolicyApi',
      'createInvoice',
      'fetchQuote',
      'coverageOf',
      'isInForce',
      'see',
    ]),
  );
  expect(
    functions.filter(({ node }) => docOf(node) === '').map(({ file, name }) => `${file}: ${name}`),
  ).toEqual([]);
});

test('every call of the API client names its place in the reference', () => {
  const calls = functions.filter(
    ({ file, node }) =>
      file.includes('/operations/') && ts.isMethodDeclaration(node) && !file.endsWith('resource.ts'),
  );
  expect(calls.length).toBeGreaterThanOrEqual(60);
  const place = /(GET|POST|PUT|DELETE) \/api\/v1\/[a-z_/{}]+/;
  expect(calls.filter(({ node }) => !place.test(docOf(node))).map(({ name }) => name)).toEqual([]);
});

test('what throws an error says so', () => {
  const throwing = functions.filter(({ node }) => {
    const text = node.getText();
    return /\bthrow new /.test(text) && !/@throws|never throws|throws /i.test(docOf(node));
  });
  expect(throwing.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
});
