import { ts } from "ts-morph";
import type { Check, Effect, Fix, TextEdit } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { chainAround, quoted } from "./chain.js";
import { callAt, functionsAround, nodesAround, textOf } from "./syntax.js";

/** How long a lock is held at most when nobody said it. */
const LEASE_SECONDS = 60;

/** `if (await redis.get(key)) return; … await redis.set(key, …)` becomes one SET with NX whose answer decides. */
export function reserveAtOnce(check: Check, set: Effect, context: RuleContext): Fix[] {
  const source = context.source(check.read.file);
  const asked = source && callAt(source, check.read);
  const statement = source?.fileName === set.sink.file ? chainAround(source, set.sink)?.unused : undefined;
  const written = source && statement ? callAt(source, set.sink) : undefined;
  if (!source || !asked || !statement || !written || !ts.isCallExpression(written)) return [];
  const [key, ...others] = written.arguments;
  const sameKey = key && asked.arguments?.[0] && textOf(source, key) === textOf(source, asked.arguments[0]);
  if (!sameKey || !others.every(isFixed)) return [];
  const condition = conditionAround(source, asked);
  const nx = condition && exclusively(written, source);
  if (!condition || !nx) return [];
  const line = source.text.lastIndexOf("\n", statement.getStart(source));
  return [
    {
      title: "Take the key with one SET … NX, and go on only when it was free",
      safety: "review",
      edits: [
        {
          file: source.fileName,
          start: condition.getStart(source),
          end: condition.end,
          text: `!(await ${nx})`,
        },
        { file: source.fileName, start: Math.max(line, statement.pos), end: statement.end, text: "" },
      ],
    },
  ];
}

/** `setnx` and `expire` become one SET with both. */
export function expiringReserve(reserve: Effect, expires: Effect, context: RuleContext): Fix[] {
  const source = context.source(reserve.sink.file);
  const call = source && callAt(source, reserve.sink);
  const expire = source?.fileName === expires.sink.file ? callAt(source, expires.sink) : undefined;
  const statement = source && expire && chainAround(source, expires.sink)?.unused;
  const duration = expire?.arguments?.[1];
  if (!source || !call || !ts.isCallExpression(call) || !statement || !duration) return [];
  const unit = /\.pexpire$/i.test(expires.name) ? "PX" : "EX";
  const edits = inOneCommand(call, source, unit, textOf(source, duration));
  if (!edits) return [];
  const line = source.text.lastIndexOf("\n", statement.getStart(source));
  return [
    {
      title: "Take the key and set its expiry in one command",
      safety: keepsAnswer(call, source) ? "safe" : "review",
      edits: [...edits, { file: source.fileName, start: Math.max(line, statement.pos), end: statement.end, text: "" }],
    },
  ];
}

/** The same key, value, expiry and answer: nothing is decided here. SETNX answers otherwise, so its answer has to be compared in sight. */
function keepsAnswer(call: ts.CallExpression, source: ts.SourceFile): boolean {
  const callee = call.expression;
  const isSetnx = ts.isPropertyAccessExpression(callee) && /^setnx$/i.test(callee.name.text);
  return !isSetnx || (callee.name.text === "setnx" && answersOfSetnx(call, source).length > 0);
}

/** A lock that is held for ever gets a time after which it is free. */
export function withExpiry(reserve: Effect, context: RuleContext): Fix[] {
  const source = context.source(reserve.sink.file);
  const call = source && callAt(source, reserve.sink);
  if (!source || !call || !ts.isCallExpression(call)) return [];
  const edits = inOneCommand(call, source, "EX", String(LEASE_SECONDS));
  return edits ? [{ title: `Let the key expire after ${LEASE_SECONDS} seconds`, safety: "review", edits }] : [];
}

function inOneCommand(
  call: ts.CallExpression,
  source: ts.SourceFile,
  unit: "EX" | "PX",
  duration: string,
): readonly TextEdit[] | undefined {
  const file = source.fileName;
  const callee = call.expression;
  const last = call.arguments.at(-1);
  if (!ts.isPropertyAccessExpression(callee) || !last) return undefined;
  if (callee.name.text === "setnx") {
    const start = callee.name.getStart(source);
    return [
      { file, start, end: callee.name.end, text: "set" },
      { file, start: last.end, end: last.end, text: `, ${quoted(unit, source)}, ${duration}, ${quoted("NX", source)}` },
      ...answersOfSetnx(call, source),
    ];
  }
  if (/^setnx$/i.test(callee.name.text)) {
    const options = `, { ${unit}: ${duration}, NX: true }`;
    const start = callee.name.getStart(source);
    return [
      { file, start, end: callee.name.end, text: "set" },
      { file, start: last.end, end: last.end, text: options },
    ];
  }
  if (ts.isObjectLiteralExpression(last)) {
    const first = last.properties[0];
    const lower = first !== undefined && /^nx$/.test(first.name?.getText(source) ?? "");
    const at = first?.getStart(source) ?? last.end - 1;
    return [{ file, start: at, end: at, text: `${lower ? unit.toLowerCase() : unit}: ${duration}, ` }];
  }
  const flag = call.arguments.find((one) => ts.isStringLiteralLike(one) && one.text.toUpperCase() === "NX");
  if (!flag) return undefined;
  const at = flag.getStart(source);
  return [{ file, start: at, end: at, text: `${quoted(unit, source)}, ${duration}, ` }];
}

/** SETNX answers 1 or 0, SET answers "OK" or null. */
function answersOfSetnx(call: ts.CallExpression, source: ts.SourceFile): readonly TextEdit[] {
  const around = nodesAround(source, call.getStart(source), call.end);
  const declaration = around.findLast(ts.isVariableDeclaration);
  const scope = functionsAround(source, { start: call.getStart(source), end: call.end })[0] ?? source;
  const name = declaration && ts.isIdentifier(declaration.name) ? declaration.name.text : undefined;
  const edits: TextEdit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && ts.isNumericLiteral(node.right)) {
      const left = ts.isParenthesizedExpression(node.left) ? node.left.expression : node.left;
      const isAnswer = (ts.isIdentifier(left) && left.text === name) || (left.pos <= call.pos && call.end <= left.end);
      if (isAnswer)
        edits.push({ file: source.fileName, ...span(node.right, source), text: answer(node.right, source) });
    }
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return edits;
}

function answer(number: ts.NumericLiteral, source: ts.SourceFile): string {
  return number.text === "0" ? "null" : quoted("OK", source);
}

function span(node: ts.Node, source: ts.SourceFile): { readonly start: number; readonly end: number } {
  return { start: node.getStart(source), end: node.end };
}

/** The whole condition of an `if`, when it asks nothing but whether the key is there. */
function conditionAround(source: ts.SourceFile, asked: ts.Node): ts.Expression | undefined {
  const around = nodesAround(source, asked.getStart(source), asked.end);
  const branch = around.findLast(ts.isIfStatement);
  const text = branch && textOf(source, branch.expression).replaceAll(/\s+/g, " ");
  const call = `await ${textOf(source, asked).replaceAll(/\s+/g, " ")}`;
  const forms = [call, `(${call}) !== null`, `(${call}) != null`, `(${call}) === 1`, `(${call}) > 0`];
  return branch && text !== undefined && forms.includes(text) ? branch.expression : undefined;
}

/** The SET with NX added, as its client writes it. */
function exclusively(call: ts.CallExpression, source: ts.SourceFile): string | undefined {
  const callee = call.expression;
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const text = textOf(source, call);
  const [key, second, third] = call.arguments;
  if (/^setex$/i.test(callee.name.text)) {
    if (!key || !second || !third) return undefined;
    const [k, seconds, value] = [key, second, third].map((one) => textOf(source, one));
    return `${textOf(source, callee.expression)}.set(${k}, ${value}, ${quoted("EX", source)}, ${seconds}, ${quoted("NX", source)})`;
  }
  if (callee.name.text !== "set") return undefined;
  if (third && ts.isObjectLiteralExpression(third)) {
    const lower = third.properties.some((one) => /^(ex|px)$/.test(one.name?.getText(source) ?? ""));
    const at = (third.properties[0]?.getStart(source) ?? third.end - 1) - call.getStart(source);
    return `${text.slice(0, at)}${lower ? "nx" : "NX"}: true, ${text.slice(at)}`;
  }
  if (!third || !ts.isStringLiteralLike(third)) return undefined;
  return `${text.replace(/,?\s*\)$/, "")}, ${quoted("NX", source)})`;
}

/** Means the same at an earlier place. */
function isFixed(node: ts.Expression): boolean {
  if (ts.isObjectLiteralExpression(node))
    return node.properties.every((one) => ts.isPropertyAssignment(one) && isFixed(one.initializer));
  if (ts.isBinaryExpression(node)) return isFixed(node.left) && isFixed(node.right);
  return ts.isLiteralExpression(node) || (ts.isIdentifier(node) && /^[A-Z_\d]+$/.test(node.text));
}
