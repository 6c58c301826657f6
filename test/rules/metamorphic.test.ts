import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import fc from "fast-check";
import { ts } from "ts-morph";
import type { Finding } from "../../analyzer/trace.js";
import { rules } from "../../rules/index.js";
import { checkFolder, FIXTURES } from "./check-folder.js";
import { sourcesOf } from "./expectations.js";

/** What a change that means nothing must not change. */
function essence(findings: readonly Finding[]): string[] {
  return findings.map((one) => `${one.severity} ${one.rule} ${one.fingerprint}`).sort();
}

describe("findings stay the same", function () {
  this.timeout(120_000);
  for (const { id } of rules) {
    const folder = join(FIXTURES, id).replaceAll("\\", "/");

    it(`${id}: when comments and empty lines come in anywhere between statements`, () => {
      const files = sourcesOf(folder);
      const expected = essence(checkFolder(folder).findings);
      const seeds = fc.array(fc.nat(9), { minLength: 3, maxLength: 12 });
      const property = fc.property(seeds, (seed) => {
        const texts = new Map(files.map((file) => [file, withComments(readFileSync(file, "utf8"), seed)]));
        assert.deepEqual(essence(checkFolder(folder, texts).findings), expected);
      });
      fc.assert(property, { numRuns: 3, seed: 1 });
    });

    it(`${id}: when locals have other names`, () => {
      const files = sourcesOf(folder);
      const texts = new Map(files.map((file) => [file, withOtherNames(readFileSync(file, "utf8"))]));
      const plain = (findings: readonly Finding[]): string[] =>
        findings.map((one) => `${one.severity} ${one.rule} ${one.site.file}:${one.site.line}`).sort();
      assert.deepEqual(plain(checkFolder(folder, texts).findings), plain(checkFolder(folder).findings));
    });

    it(`${id}: when an awaited call moves into a function of its own`, () => {
      const files = sourcesOf(folder);
      const texts = new Map(files.map((file) => [file, extracted(readFileSync(file, "utf8"))]));
      const plain = (findings: readonly Finding[]): string[] =>
        findings.map((one) => `${one.severity} ${one.rule} ${one.site.file}:${one.site.line}`).sort();
      assert.deepEqual(plain(checkFolder(folder, texts).findings), plain(checkFolder(folder).findings));
    });

    it(`${id}: when functions, and variables that nothing between them uses, stand in another order`, () => {
      const texts = new Map(sourcesOf(folder).map((file) => [file, reordered(readFileSync(file, "utf8"))]));
      assert.deepEqual(byLineText(folder, texts), byLineText(folder));
    });

    it(`${id}: when what a file declares, and its handlers, move to another file`, () => {
      const texts = new Map(sourcesOf(folder).flatMap((file) => movedOut(file, readFileSync(file, "utf8"))));
      assert.deepEqual(byLineText(folder, texts), byLineText(folder));
    });
  }
});

/** Findings by what the code says at their place, for changes that move code to other lines and files. */
function byLineText(folder: string, texts: ReadonlyMap<string, string> = new Map()): string[] {
  return checkFolder(folder, texts)
    .findings.map(({ severity, rule, site }) => {
      const line = (texts.get(site.file) ?? readFileSync(site.file, "utf8")).split("\n")[site.line - 1] ?? "";
      return `${severity} ${rule} ${line.trim().replace(/^export /, "")}`;
    })
    .sort();
}

function withComments(text: string, seed: readonly number[]): string {
  const source = ts.createSourceFile("a.ts", text, ts.ScriptTarget.ESNext, true);
  const starts: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStatement(node) && !ts.isBlock(node) && inList(node)) starts.push(node.getStart(source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return starts
    .filter((_, index) => (seed[index % seed.length] ?? 0) > 4)
    .sort((a, b) => b - a)
    .reduce((changed, at, index) => `${changed.slice(0, at)}/* note ${index} */ \n\n${changed.slice(at)}`, text);
}

function inList(node: ts.Node): boolean {
  return ts.isSourceFile(node.parent) || ts.isBlock(node.parent) || ts.isCaseOrDefaultClause(node.parent);
}

/** Renames every `const` of a function that is declared once in the file and never a property's or binding's name. */
function withOtherNames(text: string): string {
  const source = ts.createSourceFile("a.ts", text, ts.ScriptTarget.ESNext, true);
  const declared = new Map<string, number>();
  const untouchable = new Set<string>();
  const uses = new Map<string, ts.Identifier[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      if (ts.isVariableDeclaration(parent) && parent.name === node && isInside(parent))
        declared.set(node.text, (declared.get(node.text) ?? 0) + 1);
      const isName =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        (ts.isPropertyAssignment(parent) && parent.name === node) ||
        (ts.isPropertySignature(parent) && parent.name === node);
      if (
        ts.isShorthandPropertyAssignment(parent) ||
        ts.isBindingElement(parent) ||
        ts.isParameter(parent) ||
        ts.isImportSpecifier(parent)
      )
        untouchable.add(node.text);
      if (!isName) uses.set(node.text, [...(uses.get(node.text) ?? []), node]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...declared]
    .filter(([name, count]) => count === 1 && !untouchable.has(name))
    .flatMap(([name]) => uses.get(name) ?? [])
    .sort((a, b) => b.pos - a.pos)
    .reduce(
      (changed, node) => `${changed.slice(0, node.getStart(source))}${node.text}Renamed${changed.slice(node.end)}`,
      text,
    );
}

function isInside(declaration: ts.Node): boolean {
  for (let node = declaration.parent; !ts.isSourceFile(node); node = node.parent)
    if (ts.isFunctionLike(node)) return true;
  return false;
}

/** `await call(…);` becomes `await (async () => { await call(…); })();`, on the same line. */
function extracted(text: string): string {
  const source = ts.createSourceFile("a.ts", text, ts.ScriptTarget.ESNext, true);
  const found: ts.ExpressionStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node) && ts.isAwaitExpression(node.expression) && isInside(node)) found.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return found.reverse().reduce((changed, node) => {
    const start = node.getStart(source);
    const statement = changed.slice(start, node.end);
    return `${changed.slice(0, start)}await (async () => { ${statement} })();${changed.slice(node.end)}`;
  }, text);
}

/**
 * The same program in another order: functions the other way round, neighbouring routes or consumers exchanged, and
 * neighbouring `const`s of which neither uses the other and nothing is called.
 */
function reordered(text: string): string {
  const source = ts.createSourceFile("a.ts", text, ts.ScriptTarget.ESNext, true);
  const taken = new Set<ts.Node>();
  const swaps: (readonly [ts.Node, ts.Node])[] = [];
  const exchange = (first: ts.Node, second: ts.Node): void => {
    if (taken.has(first) || taken.has(second)) return;
    taken.add(first).add(second);
    swaps.push([first, second]);
  };
  const functions = source.statements.filter(ts.isFunctionDeclaration);
  functions
    .slice(0, functions.length / 2)
    .forEach((one, index) => exchange(one, functions[functions.length - 1 - index] ?? one));
  const visit = (node: ts.Node): void => {
    const inner = swaps.length;
    ts.forEachChild(node, visit);
    // An exchange holds the texts as they were: what lies inside of it must not change as well.
    if (swaps.length > inner || !(ts.isBlock(node) || ts.isSourceFile(node))) return;
    node.statements.forEach((second, index) => {
      const first = node.statements[index - 1];
      if (first && (areIndependent(first, second) || areRegistrations(first, second))) exchange(first, second);
    });
  };
  if (swaps.length === 0) visit(source);
  return swaps
    .flatMap(([a, b]) => [
      { at: a, text: b.getFullText(source) },
      { at: b, text: a.getFullText(source) },
    ])
    .sort((a, b) => b.at.pos - a.at.pos)
    .reduce((changed, { at, text: put }) => changed.slice(0, at.pos) + put + changed.slice(at.end), text);
}

function areIndependent(first: ts.Statement, second: ts.Statement): boolean {
  return isPlainConst(first) && isPlainConst(second) && !mentions(second, first) && !mentions(first, second);
}

/** Two routes of one application, neither of which stands before others on purpose. */
function areRegistrations(first: ts.Statement, second: ts.Statement): boolean {
  const method = (statement: ts.Statement): string | undefined =>
    ts.isExpressionStatement(statement) && ts.isCallExpression(statement.expression)
      ? /^\w+\.(?:post|put|patch|delete|process|consume)$/.exec(statement.expression.expression.getText())?.[0]
      : undefined;
  return method(first) !== undefined && method(second) !== undefined;
}

function isPlainConst(statement: ts.Statement): statement is ts.VariableStatement {
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.every(({ initializer }) => initializer !== undefined && !runs(initializer))
  );
}

function runs(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isAwaitExpression(node) ||
    node.forEachChild((child) => runs(child) || undefined) === true
  );
}

function mentions(one: ts.Node, other: ts.VariableStatement): boolean {
  const declared = new Set(other.declarationList.declarations.flatMap(({ name }) => identifiersIn([name])));
  return identifiersIn([one]).some((name) => declared.has(name));
}

/**
 * What a file declares for itself and the handlers that it registers, in a file beside it that exports them. The file
 * itself keeps what it exports, since frameworks find that by where it stands.
 */
function movedOut(file: string, text: string): (readonly [string, string])[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const declarations = source.statements.filter((one) => declaredBy(one).length > 0);
  const moved = declarations.filter((one) => !isExported(one));
  const kept = new Set(declarations.filter(isExported).flatMap(declaredBy));
  if (moved.some((one) => identifiersIn([one]).some((name) => kept.has(name))) || /^let /m.test(text)) return [];
  const handlers = source.statements.filter(ts.isExpressionStatement).flatMap(({ expression }) => {
    const last = ts.isCallExpression(expression) ? expression.arguments.at(-1) : undefined;
    return last && ts.isArrowFunction(last) && !identifiersIn([last]).some((name) => kept.has(name)) ? [last] : [];
  });
  const head = source.statements
    .filter(ts.isImportDeclaration)
    .map((one) => one.getText(source))
    .join("\n");
  const exported = moved.map((one) => `export ${one.getText(source)}`);
  const made = handlers.map((one, index) => `export const handler${index} = ${one.getText(source)};`);
  const edits = [
    ...moved.map(({ pos, end }) => ({ pos, end, text: "" })),
    ...handlers.map((one, index) => ({ pos: one.pos, end: one.end, text: ` handler${index}` })),
  ].sort((a, b) => b.pos - a.pos);
  const rest = edits.reduce(
    (changed, { pos, end, text: put }) => changed.slice(0, pos) + put + changed.slice(end),
    text,
  );
  const names = [...moved.flatMap(declaredBy), ...handlers.map((_, index) => `handler${index}`)];
  const parts = `${basename(file, ".ts")}-parts`;
  return [
    [file, `import { ${names.join(", ")} } from "./${parts}.js";\n${rest}`],
    [join(dirname(file), `${parts}.ts`).replaceAll("\\", "/"), [head, ...exported, ...made].join("\n")],
  ];
}

function declaredBy(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => identifiersIn([name]));
  const named =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return named && statement.name ? [statement.name.text] : [];
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
  );
}

function identifiersIn(nodes: readonly ts.Node[]): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  nodes.forEach(visit);
  return found;
}
