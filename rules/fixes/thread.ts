import { ts } from "ts-morph";
import type { Effect, Site, TextEdit, Trace } from "../../analyzer/trace.js";
import type { RuleContext } from "../rule.js";
import { handlerAround, handlerMessage, keyInScope, requireIdentity, type StableIdentity } from "./entry-identity.js";
import { keyText } from "./key-text.js";
import { holdsRenewed } from "./renewed.js";
import { bindingsAt, functionName, isMadeHere, namedFunctionAround } from "./scope.js";
import { callAt, type FunctionNode, textOf } from "./syntax.js";

const PARAMETER = "idempotencyKey";

/**
 * Passes the entry's identity as a parameter through every function between the handler and the effect. Where others
 * call such a function too, the parameter is optional and the key stays absent for them.
 */
export function threadIdentity(trace: Trace, effect: Effect, context: RuleContext): StableIdentity | undefined {
  const calls = callsTo(trace, effect).filter((site, index, all) =>
    entersAnother(context, site, all[index + 1] ?? effect.sink),
  );
  const first = calls[0];
  const top = first && context.source(first.file);
  if (!first || !top || !handlerAround(trace, top, first)) return undefined;
  const identity =
    keyInScope(
      top,
      first,
      bindingsAt(top, first).filter(
        (binding) => !isMadeHere(top, binding, trace) && !holdsRenewed(top, binding, trace),
      ),
    ) ??
    handlerMessage(trace, top, first) ??
    requireIdentity(trace, top);
  if (!identity) return undefined;
  const edits: TextEdit[] = [...identity.edits];
  let optional = false;
  let value = identity.expression;
  for (const [index, site] of calls.entries()) {
    const link = linkOf(context, site, calls[index + 1] ?? effect.sink);
    const filled = link && handToKeyParameter(link, keyText({ expression: value }, trace, effect));
    if (filled) {
      const isAbsent = optional && value === PARAMETER;
      const text = isAbsent ? { ...filled, text: filled.text.replace("`", `${value} && \``) } : filled;
      return { expression: value, what: identity.what, edits: [...edits, text], passed: true };
    }
    if (!link || !takesOneMore(link) || isPromised(link, context)) return undefined;
    const shared = hasOtherCallers(context, link, calls);
    optional ||= shared || lastIsOptional(link.callee);
    const passed = argumentEdit(link, value);
    if (!passed) return undefined;
    edits.push(passed, parameterEdit(link, optional));
    value = PARAMETER;
  }
  return { expression: PARAMETER, what: identity.what, optional, edits };
}

/** The calls from the handler to the function that holds the sink. */
function callsTo(trace: Trace, effect: Effect): Site[] {
  const sites = effect.path.map((step) => step.site);
  const isOwn = (site: Site): boolean => site.file === effect.sink.file && site.start === effect.sink.start;
  if (!isOwn(effect.site) && !sites.some((site) => site.file === effect.site.file && site.start === effect.site.start))
    sites.push(effect.site);
  const { entry } = trace;
  return sites.filter((site) => !isOwn(site) && !(site.file === entry.site.file && site.start === entry.site.start));
}

/** A callback's body is in the function around it: going into it passes no parameter on. */
function entersAnother(context: RuleContext, site: Site, next: Site): boolean {
  const around = ({ file, ...span }: Site) => {
    const source = context.source(file);
    return source && namedFunctionAround(source, span);
  };
  return (
    !(site.file === next.file && site.start <= next.start && next.end <= site.end) && around(site) !== around(next)
  );
}

interface Link {
  readonly caller: ts.SourceFile;
  readonly call: ts.CallExpression | ts.NewExpression;
  readonly source: ts.SourceFile;
  readonly callee: FunctionNode;
  readonly name: string;
}

function linkOf(context: RuleContext, site: Site, next: Site): Link | undefined {
  const caller = context.source(site.file);
  const source = context.source(next.file);
  const call = caller && callAt(caller, site);
  const callee = source && namedFunctionAround(source, next);
  if (!caller || !call || !source || !callee) return undefined;
  const name = functionName(source, callee);
  if (name === undefined) return undefined;
  const called = ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression;
  return called.getText(caller) === name ? { caller, call, source, callee, name } : undefined;
}

/** The callee takes a key that this call leaves out: `pay(amount, key?)`, `send(to, key = randomUUID())`. */
function handToKeyParameter({ caller, call, callee, source }: Link, key: string): TextEdit | undefined {
  const given = call.arguments;
  const index = callee.parameters.findIndex(
    ({ name, type, questionToken, initializer }) =>
      KEY_PARAMETER.test(name.getText(source)) &&
      (questionToken !== undefined || initializer !== undefined) &&
      (type === undefined || type.getText(source) === "string"),
  );
  if (!given || index < given.length || given.some(ts.isSpreadElement)) return undefined;
  const padding = Array.from({ length: index - given.length }, () => "undefined");
  const text = [...padding, key].join(", ");
  const at = given.at(-1)?.end ?? given.pos;
  return { file: caller.fileName, start: at, end: at, text: given.length > 0 ? `, ${text}` : text };
}

const KEY_PARAMETER = /^(idempotency_?(key|token)|dedupe_?(key|id)|request_?key|job_?id|message_?id|key)$/i;

/** The caller knows the method by an interface of the project, which would have to grow with it. */
function isPromised({ caller, call, name }: Link, context: RuleContext): boolean {
  if (!ts.isPropertyAccessExpression(call.expression)) return false;
  return context
    .sources()
    .some((file) =>
      !file.text.includes(name)
        ? false
        : file.statements.some(
            (statement) =>
              (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) &&
              caller.text.includes(statement.name.text) &&
              membersOf(statement).some((member) => member.name?.getText(file) === name),
          ),
    );
}

function membersOf(declaration: ts.InterfaceDeclaration | ts.TypeAliasDeclaration): readonly ts.TypeElement[] {
  if (ts.isInterfaceDeclaration(declaration)) return declaration.members;
  return ts.isTypeLiteralNode(declaration.type) ? declaration.type.members : [];
}

/** A method that an interface or base class promises cannot grow without it; nor can a function that takes the rest. */
function takesOneMore({ source, callee, call }: Link): boolean {
  if (
    callee.parameters.some(
      ({ dotDotDotToken, name }) => dotDotDotToken !== undefined || name.getText(source) === PARAMETER,
    )
  )
    return false;
  if ((call.arguments ?? []).some(ts.isSpreadElement)) return false;
  const owner = callee.parent;
  if (ts.isVariableDeclaration(owner) || ts.isPropertyDeclaration(owner)) return owner.type === undefined;
  return !(ts.isClassLike(owner) && (owner.heritageClauses?.length ?? 0) > 0);
}

function hasOtherCallers(context: RuleContext, { name, callee, source }: Link, calls: readonly Site[]): boolean {
  const mention = new RegExp(`(?<![\\w$])${name.replace(/\$/g, "\\$")}(?![\\w$])`, "g");
  return context.sources().some((file) => {
    if (!file.text.includes(name)) return false;
    return [...file.text.matchAll(mention)].some(({ index }) => {
      const own = file.fileName === source.fileName && callee.pos <= index && index <= (callee.body?.pos ?? callee.end);
      const onPath = calls.some((site) => site.file === file.fileName && site.start <= index && index < site.end);
      return !own && !onPath && /^\s*(<[^>]*>)?\(/.test(file.text.slice(index + name.length));
    });
  });
}

function lastIsOptional({ parameters }: FunctionNode): boolean {
  const last = parameters.at(-1);
  return last !== undefined && (last.questionToken !== undefined || last.initializer !== undefined);
}

function argumentEdit({ caller, call, callee }: Link, value: string): TextEdit | undefined {
  const given = call.arguments;
  if (!given || given.length > callee.parameters.length) return undefined;
  const padding = Array.from({ length: callee.parameters.length - given.length }, () => "undefined");
  const text = [...padding, value].join(", ");
  const at = given.at(-1)?.end ?? given.pos;
  return { file: caller.fileName, start: at, end: at, text: given.length > 0 ? `, ${text}` : text };
}

function parameterEdit({ source, callee }: Link, optional: boolean): TextEdit {
  const typed = /\.[cm]?tsx?$/.test(source.fileName);
  const text = typed ? `${PARAMETER}${optional ? "?" : ""}: string` : PARAMETER;
  const last = callee.parameters.at(-1);
  if (
    last &&
    ts.isArrowFunction(callee) &&
    !textOf(source, callee)
      .slice(0, last.end - callee.getStart(source))
      .includes("(")
  )
    return {
      file: source.fileName,
      start: last.getStart(source),
      end: last.end,
      text: `(${textOf(source, last)}, ${text})`,
    };
  const at = last?.end ?? callee.parameters.pos;
  return { file: source.fileName, start: at, end: at, text: last ? `, ${text}` : text };
}
