import { ts } from "ts-morph";
import { calledAs, type CalledAs } from "../../analyzer/config/called-as.js";
import { configFileOf } from "../../analyzer/config/load.js";
import { newlyWritten, written, type Saying } from "../../analyzer/config/written.js";
import { namesOf } from "../../analyzer/interpreter/world/modules.js";
import { libraries } from "../../analyzer/models/index.js";
import { indexLibraries } from "../../analyzer/models/patterns.js";
import type { Project } from "../../analyzer/project.js";
import { parentOf } from "../../analyzer/project/paths.js";
import type { Finding, Severity, Site, TextEdit } from "../../analyzer/trace.js";
import { isFunction, nodesAround } from "../fixes/syntax.js";

/** Something that only the user knows, said in the configuration. */
export interface Lesson {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/**
 * What the user can teach about a finding: that a function or decorator around the effect, of which nothing is known, runs it
 * once, or that a condition on the way holds for the first attempt alone.
 */
export function lessonsFor({ effect, path }: Finding, project: Project): readonly Lesson[] {
  const sites = [effect.site, ...path.map(({ site }) => site).reverse()];
  const guards = sites.flatMap((site) => guardsAround(site, project));
  const unique = new Map(guards.map((guard) => [JSON.stringify(guard.entry), guard]));
  return [...unique.values()].slice(0, mostLessons).flatMap(({ title, entry }) => {
    const edit = saidIn(project, { list: "guards", entry });
    return edit ? [{ title: `Teach Idemlint: ${title} (${nameOf(edit.file)})`, edits: [edit] }] : [];
  });
}

/** Sets how loud a rule is, in the configuration. */
export function severityLesson(rule: string, severity: Severity, project: Project): Lesson | undefined {
  const edit = saidIn(project, { rule, severity });
  return edit && { title: `${rule} is ${severity} (${nameOf(edit.file)})`, edits: [edit] };
}

/** More than this is no help. */
const mostLessons = 3;

interface Guard {
  readonly title: string;
  readonly entry: Readonly<Record<string, string>>;
}

function guardsAround(site: Site, project: Project): readonly Guard[] {
  const source = project.source(site.file);
  if (!source) return [];
  const around = nodesAround(source, site.start, site.end);
  return around
    .flatMap((node, index): readonly (Guard | undefined)[] => {
      const inner = around[index + 1];
      if (ts.isCallExpression(node) && inner && isFunction(inner))
        return [wrapperGuard(node, inner, around, source, project)];
      if (ts.isMethodDeclaration(node))
        return (ts.getDecorators(node) ?? []).map((decorator) => decoratorGuard(decorator, around, source, project));
      if (ts.isIfStatement(node))
        return inner === node.thenStatement ? [claimGuard(node.expression, true, around, source, project)] : [];
      if (ts.isBlock(node) || ts.isSourceFile(node))
        return [...node.statements].flatMap((statement) =>
          statement.end <= site.start && ts.isIfStatement(statement) && leaves(statement.thenStatement)
            ? [claimGuard(statement.expression, false, around, source, project)]
            : [],
        );
      return [];
    })
    .flatMap((guard) => guard ?? [])
    .reverse();
}

/** `once(key, () => effect)`. A function of the project was read already, so it has to take a text for a key to be worth a word. */
function wrapperGuard(
  call: ts.CallExpression,
  given: ts.Node,
  around: readonly ts.Node[],
  source: ts.SourceFile,
  project: Project,
): Guard | undefined {
  const called = unknownTo(calledAs(call.expression, around, source), source, project);
  const callback = call.arguments.findIndex((argument) => argument === given);
  if (!called || callback < 0) return undefined;
  const texts = called.isOwn ? textParameters(called, project) : undefined;
  const key = call.arguments.findIndex((argument, index) => mayBeKey(argument) && texts?.includes(index) !== false);
  if (key < 0 && called.isOwn) return undefined;
  return {
    title: `${called.call} runs this once${key < 0 ? "" : ` for ${shortText(call.arguments[key], source)}`}`,
    entry: {
      form: "wrapper",
      from: called.from,
      call: called.call,
      callback: String(callback),
      ...(key < 0 ? {} : { key: String(key) }),
    },
  };
}

/** A key differs from operation to operation: it is neither written out nor a bag of options. */
function mayBeKey(argument: ts.Expression): boolean {
  return !isFunction(argument) && !ts.isObjectLiteralExpression(argument) && !ts.isLiteralExpression(argument);
}

/** Which parameters of a function of the project are annotated as texts. */
function textParameters({ call, file }: Unknown, project: Project): readonly number[] {
  const source = project.source(file);
  if (!source) return [];
  const [head = "", member] = call.split(/[.#]/);
  const exported = namesOf(source).exports.get(head);
  const local = namesOf(source).locals.get(exported?.kind === "local" ? exported.name : head);
  const node =
    local?.kind === "variable" && local.node.initializer
      ? local.node.initializer
      : local?.kind === "class"
        ? local.node.members.find(({ name }) => name?.getText(source) === member)
        : local?.node;
  const parameters = node && isFunction(node) ? node.parameters : [];
  return parameters.flatMap(({ type }, index) => (type?.kind === ts.SyntaxKind.StringKeyword ? [index] : []));
}

function decoratorGuard(
  { expression }: ts.Decorator,
  around: readonly ts.Node[],
  source: ts.SourceFile,
  project: Project,
): Guard | undefined {
  const callee = ts.isCallExpression(expression) ? expression.expression : expression;
  const called = unknownTo(calledAs(callee, around, source), source, project);
  if (!called) return undefined;
  return {
    title: `@${called.call} runs this once`,
    entry: { form: "decorator", from: called.from, decorator: called.call },
  };
}

/** `if (!(await firstTime(id))) return;`: only of what a package decides, since a look in the database is no claim. */
function claimGuard(
  condition: ts.Expression,
  holds: boolean,
  around: readonly ts.Node[],
  source: ts.SourceFile,
  project: Project,
): Guard | undefined {
  const { call, negated } = askedIn(condition);
  const called = call && unknownTo(calledAs(call.expression, around, source), source, project);
  if (!called || called.isOwn || call.arguments.length === 0) return undefined;
  const won = holds === negated ? "falsy" : "truthy";
  return {
    title: `${called.call} is ${won === "truthy" ? "true" : "false"} for the first attempt alone`,
    entry: { form: "claim", from: called.from, call: called.call, key: "0", ...(won === "falsy" ? { won } : {}) },
  };
}

function askedIn(condition: ts.Expression): { readonly call?: ts.CallExpression; readonly negated: boolean } {
  let node = condition;
  let negated = false;
  for (;;) {
    if (ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node)) node = node.expression;
    else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      negated = !negated;
      node = node.operand;
    } else return ts.isCallExpression(node) ? { call: node, negated } : { negated };
  }
}

function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return (
    last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isContinueStatement(last))
  );
}

interface Unknown extends CalledAs {
  /** A function of the project, whose body was read. */
  readonly isOwn: boolean;
  /** Where a function of the project is exported. */
  readonly file: string;
}

/** As the configuration names it; nothing for libraries that models know. */
function unknownTo(called: CalledAs | undefined, source: ts.SourceFile, project: Project): Unknown | undefined {
  if (!called) return undefined;
  const file = called.from === source.fileName ? called.from : project.resolve(called.from, source.fileName);
  if (file === undefined) {
    const isKnown = /^(?:node:|\.)/.test(called.from) || shipped.forPackage(called.from) !== undefined;
    return isKnown ? undefined : { ...called, isOwn: false, file: "" };
  }
  return { call: called.call, from: fromFolder(parentOf(configFileOf(project)), file), isOwn: true, file };
}

const shipped = indexLibraries(libraries);

function fromFolder(folder: string, file: string): string {
  const [from, to] = [folder.split("/"), file.split("/")];
  let same = 0;
  while (same < from.length && from[same] === to[same]) same++;
  const up = from.slice(same).map(() => "..");
  return [...(up.length === 0 ? ["."] : up), ...to.slice(same)].join("/");
}

function saidIn(project: Project, saying: Saying): TextEdit | undefined {
  const file = configFileOf(project);
  const text = project.text(file);
  return text === undefined ? { file, start: 0, end: 0, text: newlyWritten(saying) } : written(saying, file, text);
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}

function shortText(node: ts.Node | undefined, source: ts.SourceFile): string {
  const text = (node ? source.text.slice(node.getStart(source), node.end) : "").replace(/\s+/g, " ");
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
