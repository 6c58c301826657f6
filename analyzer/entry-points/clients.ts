import { ts } from "ts-morph";
import { capturesOf } from "../interpreter/functions/captures.js";
import { declare, find, inner } from "../interpreter/walk/env.js";
import type { Frame, Machine } from "../interpreter/walk/machine.js";
import { namesOf } from "../interpreter/world/modules.js";
import { executeBlock } from "../interpreter/walk/blocks.js";
import { topFrame } from "../interpreter/world/world.js";
import { unknown, withProvenance, type FunctionValue, type Value } from "../interpreter/values/value.js";
import type { EntryItem } from "../models/patterns.js";
import { siteOf } from "../sites.js";
import type { Retry } from "../trace.js";
import type { Candidate } from "./candidate.js";
import { optionNamed, retryOfMutation } from "./mutation-defaults.js";

/**
 * Code of the browser that a person sets off: handlers of events in JSX, listeners, mutations of React Query. Looked for
 * only where a file, or one that it imports, speaks of idempotency, or where React Query is told to repeat the mutation:
 * nothing else about such code is judged.
 */
export function clientsIn(source: ts.SourceFile, machine: Machine, byDefault?: Retry): readonly Candidate[] {
  if (!HANDLERS.test(source.text)) return [];
  const keyed = speaksOfKeys(source, machine);
  if (!keyed && !(byDefault ? mutates(source) : RETRIED.test(source.text))) return [];
  const found: Candidate[] = [];
  const scopes = new Map<ts.Node, Frame>();
  const visit = (node: ts.Node, around: readonly ts.FunctionLikeDeclaration[]): void => {
    const handler = handlerAt(node, byDefault);
    if (handler && (keyed || handler.retry)) {
      const scope = scopeOf(around, source, machine, scopes);
      const value = machine.evaluate(handler.function, scope);
      if (value.kind === "function")
        found.push({
          model: CLIENT,
          library: handler.library,
          node: handler.node,
          handlers: [handler.once ? settled(value, around) : value],
          name: `${handler.what} in ${ownerName(around) ?? source.fileName.replace(/^.*\//, "")}`,
          parameters: new Map(),
          ...(handler.retry ? { retry: handler.retry } : {}),
        });
    }
    const inside = isFunction(node) ? [...around, node] : around;
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(source, []);
  return found;
}

interface ClientHandler {
  readonly node: ts.Node;
  readonly function: ts.Expression;
  readonly what: string;
  readonly library: string;
  /** What stands around it runs once: the listener is called again, its surroundings are not. */
  readonly once: boolean;
  readonly retry?: Retry | undefined;
}

/** Whether a file holds mutations of React Query, for which its client may set a default. */
export function mutates({ text }: ts.SourceFile): boolean {
  return /\buseMutation\(/.test(text);
}

function handlerAt(node: ts.Node, byDefault: Retry | undefined): ClientHandler | undefined {
  if (ts.isJsxAttribute(node)) {
    const name = node.name.getText();
    const value = node.initializer;
    if (!/^on[A-Z]/.test(name) || !value || !ts.isJsxExpression(value) || !value.expression) return undefined;
    return { node: node.name, function: value.expression, what: name, library: "React", once: false };
  }
  if (!ts.isCallExpression(node)) return undefined;
  const [first, second] = node.arguments;
  if (ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === "addEventListener") {
    if (!first || !second || !ts.isStringLiteralLike(first)) return undefined;
    return { node: node.expression.name, function: second, what: `${first.text} listener`, library: "DOM", once: true };
  }
  if (!ts.isIdentifier(node.expression) || node.expression.text !== "useMutation") return undefined;
  const mutation = optionNamed(first, "mutationFn");
  const retry = optionNamed(first, "retry");
  if (!mutation || !ts.isPropertyAssignment(mutation)) return undefined;
  return {
    node: node.expression,
    function: mutation.initializer,
    what: "mutation",
    library: "React Query",
    once: false,
    // Its own option counts before the default; without both it is not called again.
    retry: retry ? retryOfMutation(retry, node) : byDefault && { ...byDefault, body: siteOf(node) },
  };
}

/** The names around a handler, with what the functions around it give them when they run. */
function scopeOf(
  around: readonly ts.FunctionLikeDeclaration[],
  source: ts.SourceFile,
  machine: Machine,
  scopes: Map<ts.Node, Frame>,
): Frame {
  const owner = around.at(-1);
  const known = scopes.get(owner ?? source);
  if (known) return known;
  const outer = owner
    ? scopeOf(around.slice(0, -1), source, machine, scopes)
    : topFrame(machine.world.moduleEnv(source.fileName), source);
  const frame: Frame = owner
    ? { ...topFrame(inner(outer.env), owner), context: { ...outer.context, depth: 1 } }
    : outer;
  scopes.set(owner ?? source, frame);
  if (!owner) return frame;
  for (const { name, type } of owner.parameters) {
    const typed = type && machine.typed({ node: type, file: source.fileName });
    machine.bind(name, typed ?? unknown(), frame);
  }
  const body = "body" in owner ? owner.body : undefined;
  if (body && ts.isBlock(body)) executeBlock(body.statements, frame, machine);
  return frame;
}

/** What was made around a listener is made once, and is the same at each call of it. */
function settled(handler: FunctionValue, around: readonly ts.FunctionLikeDeclaration[]): FunctionValue {
  if (around.length === 0) return handler;
  const env = inner(handler.env);
  for (const name of capturesOf(handler.node).names) {
    const cell = find(handler.env, name);
    if (cell && cell.value.kind !== "function") declare(env, name, keptValue(cell.value));
  }
  return { ...handler, env };
}

function keptValue(value: Value): Value {
  const { sources } = value.provenance;
  if (!sources.some(({ kind }) => kind === "attempt")) return value;
  const kept = sources.map((one) => (one.kind === "attempt" ? { ...one, kind: "business" as const } : one));
  return withProvenance(value, { ...value.provenance, sources: kept });
}

/** Whether the file, or a file of the project that it imports, writes of idempotency. */
function speaksOfKeys(source: ts.SourceFile, machine: Machine): boolean {
  if (KEYS.test(source.text)) return true;
  const { project } = machine.world;
  return namesOf(source).imports.some((specifier) => {
    const file = project.resolve(specifier, source.fileName);
    return file !== undefined && KEYS.test(project.source(file)?.text ?? "");
  });
}

function ownerName(around: readonly ts.FunctionLikeDeclaration[]): string | undefined {
  for (const node of around) {
    if (node.name) return node.name.getText();
    const { parent } = node;
    if (ts.isVariableDeclaration(parent)) return parent.name.getText();
  }
  return undefined;
}

function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

const HANDLERS = /\son[A-Z]\w*=\{|\.addEventListener\(|\buseMutation\(/;
const KEYS = /idempoten/i;
const RETRIED = /\buseMutation\([^]*\bretry\b/;

const CLIENT = {
  on: "export",
  files: "**",
  exports: [],
  kind: "client",
  delivery: "retried",
  name: "handler",
  repeatedBy: "whoever gets no answer presses again",
} satisfies EntryItem;
