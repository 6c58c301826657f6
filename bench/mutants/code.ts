import ts from "typescript";
import type { Mutation } from "./mutation.js";

/** Every way in which a guard in a stretch of code can be taken away. The operators know nothing of the analyzer. */
export function mutationsIn(source: ts.SourceFile, within: (node: ts.Node) => boolean): readonly Mutation[] {
  const found: Mutation[] = [];
  const visit = (node: ts.Node): void => {
    if (within(node))
      for (const [operator, mutate] of Object.entries(OPERATORS))
        for (const edit of mutate(node, source)) found.push({ operator, file: source.fileName, ...edit });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

type Edit = Omit<Mutation, "operator" | "file">;
type Operator = (node: ts.Node, source: ts.SourceFile) => readonly Edit[];

const OPERATORS: Readonly<Record<string, Operator>> = {
  "drop the key": (node, source) => (isKey(node, source) ? [removeItem(node, source)] : []),

  "make the key fresh": (node, source) =>
    isKey(node, source) && ts.isPropertyAssignment(node)
      ? [replace(node.initializer, source, "crypto.randomUUID()")]
      : isKey(node, source) && ts.isShorthandPropertyAssignment(node)
        ? [replace(node, source, `${node.name.text}: crypto.randomUUID()`)]
        : [],

  "drop the conflict clause": (node, source) => [
    ...inSql(node, source, /\s+ON CONFLICT\b(?:(?!\bRETURNING\b)[^])*/gi),
    ...inSql(node, source, /(?<=INSERT )IGNORE /gi),
    ...(isOption(node, /^(skipDuplicates|ignoreDuplicates)$/) ? [removeItem(node, source)] : []),
    ...withoutLink(node, source, /^(onConflictDoNothing|onConflictDoUpdate|orIgnore|orUpdate|onConflict)$/),
  ],

  "replace upsert by create": (node, source) => {
    if (
      !ts.isCallExpression(node) ||
      !ts.isPropertyAccessExpression(node.expression) ||
      node.expression.name.text !== "upsert"
    )
      return [];
    const [options] = node.arguments;
    const create = options && ts.isObjectLiteralExpression(options) ? propertyOf(options, "create") : undefined;
    if (!create) return [];
    const receiver = node.expression.expression.getText(source);
    return [replace(node, source, `${receiver}.create({ data: ${create.getText(source)} })`)];
  },

  "drop the count check": (node, source) =>
    ts.isIfStatement(node) &&
    !node.elseStatement &&
    exits(node.thenStatement) &&
    LOST.test(node.expression.getText(source))
      ? [replace(node, source, "")]
      : [],

  "act without asking who won": (node, source) =>
    ts.isIfStatement(node) && !exits(node.thenStatement) && WON.test(node.expression.getText(source))
      ? [replace(node.expression, source, "Boolean(1)")]
      : [],

  "drop the payload check": (node, source) =>
    ts.isIfStatement(node) &&
    exits(node.thenStatement) &&
    /fingerprint\s*!==|!same\w*\(/i.test(node.expression.getText(source))
      ? [replace(node, source, "")]
      : [],

  "drop the expected state": (node, source) => [
    ...inSql(
      node,
      source,
      /\s+AND\s+[\w."]*(?:status|state|stage|version|_at)"?\s*(?:=|<|IS NOT|IS)\s*(?:'[^']*'|\$\d+|NULL|EXCLUDED\.\w+)(?=\s|$|`)/gi,
    ),
    ...(isOption(node, /^(status|state|stage|version|\w+At)$/) && isWhere(node.parent)
      ? [removeItem(node, source)]
      : []),
  ],

  "drop the condition of the merge": (node, source) => inSql(node, source, /(?<=DO UPDATE SET\b[^]*)\s+WHERE\b[^]*$/gi),

  "drop NX": (node, source) => [
    ...(ts.isStringLiteral(node) && node.text.toUpperCase() === "NX" && ts.isCallExpression(node.parent)
      ? [removeItem(node, source)]
      : []),
    ...(isOption(node, /^NX$/i) ? [removeItem(node, source)] : []),
  ],

  "drop the expiry": (node, source) => {
    if (!ts.isStringLiteral(node) || !/^(EX|PX)$/i.test(node.text) || !ts.isCallExpression(node.parent)) return [];
    // A record without an expiry guards for longer; a lock without one outlives its holder.
    if (!node.parent.getText(source).includes("NX") || !/\.(del|eval)\(/.test(source.text)) return [];
    const at = node.parent.arguments.indexOf(node);
    const value = node.parent.arguments[at + 1];
    return value ? [{ start: node.pos - 1, end: value.end, text: "" }] : [];
  },

  "drop the row lock": (node, source) => inSql(node, source, /\s+FOR UPDATE\b(?: NOWAIT| SKIP LOCKED)?/gi),

  "drop the owner check": (node, source) =>
    ts.isIfStatement(node) &&
    !node.elseStatement &&
    node.expression.getText(source).includes(".get(") &&
    node.thenStatement.getText(source).includes(".del(")
      ? [replace(node, source, node.thenStatement.getText(source))]
      : [],

  "split the transaction": (node, source) => {
    if (!ts.isCallExpression(node)) return [];
    const [callback] = node.arguments;
    const callee = node.expression;
    if (
      ts.isPropertyAccessExpression(callee) &&
      /^(\$?transaction|begin)$/.test(callee.name.text) &&
      callback &&
      ts.isArrowFunction(callback) &&
      !isCalledByMember(node, source)
    ) {
      const handle = callback.parameters[0]?.name.getText(source) ?? "";
      const client = `${callee.expression.getText(source)}${/manager$/i.test(handle) ? ".manager" : ""}`;
      return [replace(node, source, `(${callback.getText(source)})(${client} as never)`)];
    }
    return callback &&
      ts.isStringLiteralLike(callback) &&
      /^\s*BEGIN\b/i.test(callback.text) &&
      ts.isExpressionStatement(statementOf(node))
      ? [replace(statementOf(node), source, "")]
      : [];
  },

  "write outside the transaction": (node, source) => {
    if (
      !ts.isIdentifier(node) ||
      !/^(tx|trx)$/.test(node.text) ||
      !ts.isPropertyAccessExpression(node.parent) ||
      node.parent.expression !== node
    )
      return [];
    const client = clientAround(node, source);
    return client ? [replace(node, source, client)] : [];
  },

  "drop the step": (node, source) => {
    if (!ts.isCallExpression(node)) return [];
    const callback = node.arguments.find((argument) => ts.isArrowFunction(argument));
    return callback &&
      /(^|\.)(step\.(run|do)|ctx\.run|context\.run|restate\.run|runStep)$/.test(node.expression.getText(source))
      ? [replace(node, source, `(${callback.getText(source)})()`)]
      : [];
  },

  "drop the catch of the conflict": (node, source) =>
    ts.isTryStatement(node) &&
    node.catchClause &&
    !node.finallyBlock &&
    /unique|duplicate|23505|P2002|11000|conflict/i.test(node.catchClause.getText(source))
      ? [replace(node, source, node.tryBlock.statements.map((statement) => statement.getText(source)).join("\n"))]
      : [],
};

/** What the transaction made is a function with forms of its own (`credit.immediate(…)`): what it was made of has none. */
function isCalledByMember({ parent }: ts.Node, source: ts.SourceFile): boolean {
  return ts.isVariableDeclaration(parent) && source.text.includes(`${parent.name.getText(source)}.`);
}

/** A property or header that gives the other side an identity. */
function isKey(node: ts.Node, source: ts.SourceFile): node is ts.PropertyAssignment | ts.ShorthandPropertyAssignment {
  if (!ts.isPropertyAssignment(node) && !ts.isShorthandPropertyAssignment(node)) return false;
  const name = node.name.getText(source).replaceAll(/["']/g, "");
  const isNote = ts.isPropertyAssignment(node.parent.parent) && NOTES.test(node.parent.parent.name.getText(source));
  return KEYS.test(name) && !isNote && ts.isObjectLiteralExpression(node.parent) && isArgument(node.parent);
}

/** The object is what a call is given, itself or nested in what it is given; or a variable that may be. */
function isArgument(node: ts.Node): boolean {
  if (ts.isCallExpression(node.parent) || ts.isNewExpression(node.parent)) return true;
  if (ts.isVariableDeclaration(node.parent)) return true;
  return (
    (ts.isPropertyAssignment(node.parent) ||
      ts.isObjectLiteralExpression(node.parent) ||
      ts.isArrayLiteralExpression(node.parent)) &&
    isArgument(node.parent)
  );
}

function isOption(node: ts.Node, name: RegExp): node is ts.PropertyAssignment {
  return (
    (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
    ts.isIdentifier(node.name) &&
    name.test(node.name.text)
  );
}

function isWhere(node: ts.Node): boolean {
  const owner = node.parent;
  return ts.isPropertyAssignment(owner) && ts.isIdentifier(owner.name) && owner.name.text === "where";
}

/** Takes every match out of a text that is SQL. */
function inSql(node: ts.Node, source: ts.SourceFile, pattern: RegExp): readonly Edit[] {
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return [];
  const start = node.getStart(source);
  const text = source.text.slice(start + 1, node.end - 1);
  if (!/^\s*(insert|update|delete|select|with|merge)\b/i.test(text)) return [];
  return [...text.matchAll(pattern)].map((match) => {
    const at = start + 1 + match.index;
    return { start: at, end: at + match[0].length, text: "" };
  });
}

/** A link of a call chain: `.onConflictDoNothing(…)`. */
function withoutLink(node: ts.Node, source: ts.SourceFile, name: RegExp): readonly Edit[] {
  if (
    !ts.isCallExpression(node) ||
    !ts.isPropertyAccessExpression(node.expression) ||
    !name.test(node.expression.name.text)
  )
    return [];
  const next = node.parent;
  // `.onConflict("id").ignore()` is one clause of two links.
  const end =
    ts.isPropertyAccessExpression(next) &&
    /^(ignore|merge|doNothing)$/.test(next.name.text) &&
    ts.isCallExpression(next.parent)
      ? next.parent.end
      : node.end;
  return [{ start: node.expression.expression.end, end, text: "" }];
}

/** An item of a list, with the comma that it leaves. */
function removeItem(node: ts.Node, source: ts.SourceFile): Edit {
  const start = node.getStart(source);
  const after = /^\s*,/.exec(source.text.slice(node.end))?.[0];
  if (after) return { start, end: node.end + after.length, text: "" };
  const before = /,\s*$/.exec(source.text.slice(0, start))?.[0] ?? "";
  return { start: start - before.length, end: node.end, text: "" };
}

function replace(node: ts.Node, source: ts.SourceFile, text: string): Edit {
  return { start: node.getStart(source), end: node.end, text };
}

function propertyOf(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const found = node.properties.find(
    (one) => ts.isPropertyAssignment(one) && ts.isIdentifier(one.name) && one.name.text === name,
  );
  return found && ts.isPropertyAssignment(found) ? found.initializer : undefined;
}

function exits(node: ts.Statement): boolean {
  const last = ts.isBlock(node) ? node.statements.at(-1) : node;
  return (
    last !== undefined && (ts.isReturnStatement(last) || ts.isContinueStatement(last) || ts.isThrowStatement(last))
  );
}

function statementOf(node: ts.Node): ts.Node {
  return ts.isStatement(node) || ts.isSourceFile(node) ? node : statementOf(node.parent);
}

/** The client on which the transaction around was opened. */
function clientAround(node: ts.Node, source: ts.SourceFile): string | undefined {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent)
    if (
      ts.isCallExpression(at) &&
      ts.isPropertyAccessExpression(at.expression) &&
      /^\$?transaction$/.test(at.expression.name.text)
    )
      return at.expression.expression.getText(source);
  return undefined;
}

const KEYS =
  /^(idempotency-?_?key|jobId|msgID|deduplicationId|MessageDeduplicationId|singletonKey|clientRequestToken|ClientRequestToken|request_id|x-idempotency-key)$/i;
/** What stands there is for people, or for whoever receives it: nothing drops a duplicate by it. */
const NOTES = /^(metadata|attributes|properties|data|values?|json|body)$/;
const LOST =
  /\b(rowCount|count|affected|affectedRows|changes|numUpdatedRows)\b[^&|]*(===?|<|!==?)\s*[01]n?\b|^\w*(claim|won|taken|reserved|set|first)\w*\s*===?\s*null|!==\s*"OK"|!(won|first|reserved|claimed|inserted|added|isNew|taken)\b|!\(await (reserve|claim|once|first|take)/i;
const WON =
  /\b(rowCount|count|affected|affectedRows|changes|length)\b[^&|]*(===?|>|>=)\s*[01]n?\b|===?\s*"OK"|^(won|first|reserved|claimed|inserted|added|isNew)$|^await (reserve|claim|once|first|take)/;
