import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
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
  }
});

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
