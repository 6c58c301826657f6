import { ts } from "ts-morph";
import { canonical, memberPath, sourcesAt } from "../../models/patterns.js";
import { foundAmong, from, member as memberOf, nothing, withNull } from "../../provenance.js";
import { siteOf } from "../../sites.js";
import type { Provenance, ProvenanceKind } from "../../trace.js";
import { heldBy } from "../libraries/containers.js";
import { inner } from "../walk/env.js";
import { fingerprint } from "../values/fingerprint.js";
import type { Names } from "../values/names.js";
import { closure } from "../functions/functions.js";
import { rewritten } from "../functions/rewritten.js";
import type { Frame, Machine } from "../walk/machine.js";
import { lengthOf } from "./picked.js";
import { partOfResult } from "../effects/row-parts.js";
import { start } from "../walk/state.js";
import {
  joinValues,
  literal,
  provenanceOf,
  unknown,
  type ClassValue,
  type InstanceValue,
  type LibraryValue,
  type Link,
  type Result,
  type UnknownValue,
  type Value,
} from "../values/value.js";

/** The member of a value; `[]` is any element of a list. */
export function memberOfValue(value: Value, name: string, node: ts.Node, frame: Frame, machine: Machine): Value {
  const member = memberByKind(value, name, node, frame, machine);
  return name === "length" ? lengthOf(value, member, node, frame.state.locks > 0) : member;
}

function memberByKind(value: Value, name: string, node: ts.Node, frame: Frame, machine: Machine): Value {
  switch (value.kind) {
    case "object": {
      const known = value.properties.get(name);
      if (known?.kind === "function" && ts.isGetAccessorDeclaration(known.node))
        return machine.invoke({ ...known, self: value }, [], node, frame);
      if (known) return calledOn(value, resolved(known, machine));
      if (name === "[]") return joinValues([...value.properties.values(), ...(value.rest ? [value.rest] : [])]);
      if (value.rest) return memberOfValue(value.rest, name, node, frame, machine);
      return value.result ? partOf(value, name, memberOf(value.provenance, name), machine) : literal(undefined);
    }
    case "array":
      return memberOfArray(value, name);
    case "instance":
      return memberOfInstance(value, name, node, frame, machine) ?? unknown();
    case "class":
      return staticMember(value, name, frame, machine) ?? unknown();
    case "module":
      return machine.world.exported(value.file, name) ?? unknown();
    case "library":
      return memberOfLibrary(value, name, node, machine);
    case "error":
      return { ...value, path: [...value.path, name] };
    case "union":
      return joinValues(value.options.map((option) => memberOfValue(option, name, node, frame, machine)));
    case "literal":
      return unknown(value.provenance);
    case "function":
      return unknown();
    case "unknown":
      return memberOfUnknown(value, name, node, frame, machine);
  }
}

/** A function that an object holds is called on it; only one that says `this` can tell. */
function calledOn(owner: Value, member: Value): Value {
  if (member.kind !== "function" || !ownsThis(member.node) || !/\bthis\b/.test(member.node.getText())) return member;
  return { ...member, self: owner };
}

function ownsThis(node: ts.Node): boolean {
  return ts.isFunctionExpression(node) || (ts.isMethodDeclaration(node) && ts.isObjectLiteralExpression(node.parent));
}

/** A new instance: fields, then the constructor with these arguments; missing ones are what their types promise. */
export function constructInstance(
  of: ClassValue,
  args: readonly Value[],
  node: ts.Node,
  frame: Frame,
  machine: Machine,
  { instances, names }: { readonly instances: Map<string, InstanceValue>; readonly names: Names },
): InstanceValue {
  const place = `${of.env.file}:${of.node.pos}`;
  // Two `new Order()` are two records; what a container or a type promises is one service.
  const made = ts.isNewExpression(node) ? `(new ${node.getSourceFile().fileName}:${node.pos})` : "";
  const given = args.length === 0 ? undefined : names.of(() => args.map((arg) => fingerprint(arg, 2, names)).join(","));
  const id = given ? `${place}(${given.name})` : `${place}${made}`;
  const known = instances.get(id);
  if (known) return known;
  const instance: InstanceValue = {
    kind: "instance",
    of,
    fields: new Map(),
    id,
    made: made !== "" || given !== undefined,
    about: new Set([of.env.file, ...(given?.files ?? [])]),
    provenance: nothing,
  };
  instances.set(id, instance);
  initialise(instance, of, args, node, frame, machine);
  return instance;
}

/** Runs field initialisers and the constructor of a class, its bases first when they are constructed implicitly. */
export function initialise(
  instance: InstanceValue,
  of: ClassValue,
  args: readonly Value[],
  node: ts.Node,
  frame: Frame,
  machine: Machine,
): void {
  const base = baseOf(of, frame, machine);
  const constructor = of.node.members.find(
    (item): item is ts.ConstructorDeclaration => ts.isConstructorDeclaration(item) && item.body !== undefined,
  );
  if (base && !constructor) initialise(instance, base, args, node, frame, machine);
  const env = inner(of.env);
  const scope: Frame = {
    env,
    self: instance,
    node: of.node,
    state: start,
    journal: new Map(),
    returns: [],
    throws: [],
    jumps: [],
    output: { ...frame.output, effects: [], signs: [] },
    context: frame.context,
  };
  for (const field of of.node.members) {
    if (!ts.isPropertyDeclaration(field) || isStatic(field)) continue;
    const name = field.name.getText().replace(/^#/, "");
    const value = field.initializer ? machine.evaluate(field.initializer, scope) : declaredField(field, of, machine);
    if (value) instance.fields.set(name, value);
  }
  if (!constructor) return;
  constructor.parameters.forEach((parameter, index) => {
    const passed = args[index] ?? (args.length === 0 ? injectedValue(parameter, of, machine) : undefined) ?? unknown();
    const typed =
      passed.kind === "unknown" && !passed.result && parameter.type
        ? machine.typed({ node: parameter.type, file: of.env.file })
        : undefined;
    const value = typed ?? passed;
    machine.bind(parameter.name, value, scope);
    if (ts.isIdentifier(parameter.name) && (ts.getModifiers(parameter) ?? []).length > 0)
      instance.fields.set(parameter.name.text, value);
  });
  if (constructor.body) {
    for (const statement of constructor.body.statements) {
      if (base && isSuperCall(statement)) {
        const superArgs = statement.expression.arguments.map((arg) => machine.evaluate(arg, scope));
        initialise(instance, base, superArgs, node, frame, machine);
      } else machine.execute(statement, scope);
    }
  }
  frame.output.registrations.push(
    ...scope.output.registrations.filter((item) => !frame.output.registrations.includes(item)),
  );
}

/** The class that another extends, when the project declares it. */
export function baseOf(of: ClassValue, frame: Frame, machine: Machine): ClassValue | undefined {
  const clause = of.node.heritageClauses?.find((item) => item.token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  if (!clause) return undefined;
  const env = inner(of.env);
  const scope = { ...frame, env };
  const value = machine.evaluate(clause.expression, scope);
  return value.kind === "class" && value.node !== of.node ? value : undefined;
}

function memberOfInstance(
  instance: InstanceValue,
  name: string,
  node: ts.Node,
  frame: Frame,
  machine: Machine,
): Value | undefined {
  const field = instance.fields.get(name);
  if (field) return resolved(field, machine);
  if (name === "constructor") return instance.of;
  for (
    let of: ClassValue | undefined = instance.of, depth = 0;
    of && depth < 12;
    of = baseOf(of, frame, machine), depth++
  ) {
    const found = declaredMember(of, name, false);
    if (found && ts.isMethodDeclaration(found)) return rewritten(closure(found, of.env, instance), machine);
    if (found && ts.isGetAccessorDeclaration(found) && found.body) {
      return machine.invoke(closure(found, of.env, instance), [], node, frame);
    }
    const library = libraryBase(of, frame, machine);
    if (library) return memberOfLibrary({ ...library, owner: instance.of, subject: instance }, name, node, machine);
  }
  return undefined;
}

/** A class that extends a library's class (`class PrismaService extends PrismaClient`) is a value of that library. */
export function libraryBase(of: ClassValue, frame: Frame, machine: Machine): LibraryValue | undefined {
  const clause = of.node.heritageClauses?.find((item) => item.token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  if (!clause) return undefined;
  const value = machine.evaluate(clause.expression, { ...frame, env: inner(of.env) });
  if (value.kind !== "library") return undefined;
  const generics = (clause.typeArguments ?? []).flatMap(
    (type) => machine.typed({ node: type, file: of.env.file }) ?? [],
  );
  return {
    ...value,
    path: canonical(value.library, `${value.path}#`),
    generics: generics.map((g) => (g.kind === "instance" ? g.of : g)),
  };
}

function staticMember(of: ClassValue, name: string, frame: Frame, machine: Machine): Value | undefined {
  for (
    let current: ClassValue | undefined = of, depth = 0;
    current && depth < 12;
    current = baseOf(current, frame, machine), depth++
  ) {
    const found = declaredMember(current, name, true);
    if (found && ts.isMethodDeclaration(found)) return rewritten(closure(found, current.env, of), machine);
    if (found && ts.isPropertyDeclaration(found) && found.initializer) {
      return machine.evaluate(found.initializer, { ...frame, env: inner(current.env), self: of });
    }
    const library = libraryBase(current, frame, machine);
    if (library)
      return {
        ...memberOfLibrary(
          { ...library, path: library.path.replace(/#$/, ""), owner: of },
          name,
          current.node,
          machine,
        ),
        ...{ generics: [of] },
      };
  }
  return undefined;
}

function memberOfLibrary(value: LibraryValue, name: string, node: ts.Node, machine: Machine): Value {
  // A part of the answer, unless the chain of calls goes on.
  if (value.answer && !isCallee(node)) return answerMember(value.answer, name, machine);
  const held = value.library.model.containers && heldBy(value, name, machine);
  if (held) return held;
  const path = memberPath(value.library, value.path, name);
  const source = sourcesAt(value.library, path).find((model) => model.on === "read");
  if (source) return unknown(from(source.kind, node.getText().slice(0, 60), siteOf(node)));
  // A name that is folded away (`sequelize.models.order`) may still say which table is meant.
  const folded = !path.endsWith(name) && isModels(value.path);
  const links = folded
    ? [...value.links, { name: "models", args: [literal(name)], node: node as Link["node"] }]
    : value.links;
  return { ...value, path, links };
}

/** `sequelize.models`, `mongoose.models`: what holds models by their names. */
function isModels(path: string): boolean {
  return path === "models" || path.endsWith("#models");
}

function answerMember(answer: Value, name: string, machine: Machine): Value {
  if (answer.kind === "object")
    return answer.properties.get(name) ?? partOf(answer, name, memberOf(answer.provenance, name), machine);
  return partOf(answer, name, memberOf(answer.provenance, name), machine);
}

function isCallee(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.parent) && node.parent.expression === node;
}

function memberOfArray(value: Value & { kind: "array" }, name: string): Value {
  if (name === "length") {
    const length = unknown(provenanceOf(value));
    return value.result ? { ...length, result: { ...value.result, path: [...value.result.path, name] } } : length;
  }
  if (/^\d+$/.test(name)) return value.items[Number(name)] ?? unknown();
  return value.items.length > 0 ? joinValues(value.items) : unknown();
}

function memberOfUnknown(value: UnknownValue, name: string, node: ts.Node, frame: Frame, machine: Machine): Value {
  if (value.type) {
    const typed = machine.typed(value.type);
    if (typed && typed.kind !== "unknown") {
      const found = memberOfValue(typed, name, node, frame, machine);
      if (found.kind !== "unknown" && found.kind !== "literal") return found;
      if (found.kind === "unknown" && found.type && !value.members)
        return {
          ...memberOfUnknown({ ...value, type: undefined }, name, node, frame, machine),
          type: found.type,
        } as Value;
    }
  }
  const { provenance, members } = overridden(value, name);
  const made = withNull(provenance, value.provenance.maybeNull === true && name !== "length");
  return {
    ...partOf(value, name, made, machine),
    ...(members ? { members } : {}),
    ...(value.whole === undefined && WHOLE.has(name) && value.members ? { whole: true } : {}),
  };
}

const WHOLE = new Set(["body", "data", "payload", "value", "content", "detail"]);

/** The provenance of a member and the overrides below it. */
function overridden(
  value: UnknownValue,
  name: string,
): { provenance: Provenance; members?: Readonly<Record<string, ProvenanceKind>> } {
  const derived = name === "[]" || /^\d+$/.test(name) ? value.provenance : memberOf(value.provenance, name);
  if (!value.members) return { provenance: derived };
  const step = name === "[]" || /^\d+$/.test(name) ? "[]" : name;
  const kind = value.members[step] ?? value.members[step.toLowerCase()];
  const below: Record<string, ProvenanceKind> = {};
  for (const [path, inner] of Object.entries(value.members)) {
    if (path.startsWith(`${step}.`)) below[path.slice(step.length + 1)] = inner;
    else if (path.startsWith(`${step}[]`)) below[path.slice(step.length)] = inner;
    else if (step === "[]" && path.startsWith("[].")) below[path.slice(3)] = inner;
  }
  const provenance = kind ? { ...derived, sources: derived.sources.map((source) => ({ ...source, kind })) } : derived;
  return { provenance, members: below };
}

/** A part of what was read; a list of rows that was read along with its owner is named by no key. */
function partOf(value: Value, name: string, made: Provenance, machine: Machine): UnknownValue {
  if (!value.result) return unknown(made);
  const result = extended(value.result, name, machine);
  const { held } = result;
  const isList = held !== undefined && held !== value.result.held && result.shape !== "row";
  return unknown(isList ? foundAmong(made, { table: held.target }) : made, { result });
}

function extended(result: Result, name: string, machine: Machine): Result {
  if (name === "[]" || (/^\d+$/.test(name) && (result.shape === "rows" || result.shape === "row"))) {
    return { ...result, shape: "row", path: result.claim ? ["0"] : [] };
  }
  // Drivers wrap rows and counts: `result.rows[0]`, `result.rowCount`.
  if (result.path.length === 0 && name === "rows" && result.shape === "rows") return result;
  const part = partOfResult(result, name);
  if (part) return part;
  const held = result.effect.kind === "read" ? heldRows(result, name, machine) : undefined;
  if (held) return held;
  return { ...result, path: [...result.path, name] };
}

/** `order.lines`, `order._count.lines`: an answer about the rows of another table, read along with their owner. */
function heldRows(result: Result, name: string, machine: Machine): Result | undefined {
  const counted = result.path.length === 1 && result.path[0] === "_count";
  if (result.path.length > 0 && !counted) return undefined;
  const { schema } = machine.world;
  const owner = schema.table(result.held?.target ?? result.effect.target);
  const found = owner?.held?.[name];
  if (!owner || !found) return undefined;
  const relation = schema.table(found.target)?.relations?.find(({ target }) => owner.aliases.includes(target));
  return {
    ...result,
    shape: counted ? "count" : found.list ? "rows" : "row",
    path: [],
    held: { target: found.target, by: relation?.columns ?? [] },
  };
}

function resolved(value: Value, machine: Machine): Value {
  if (value.kind !== "unknown" || !value.type || value.provenance.sources.length > 0) return value;
  return machine.typed(value.type) ?? value;
}

function declaredField(field: ts.PropertyDeclaration, of: ClassValue, machine: Machine): Value | undefined {
  const token = decoratorArgument(field, "Inject");
  if (token)
    return (
      machine.world.injected(token) ?? (field.type ? machine.typed({ node: field.type, file: of.env.file }) : undefined)
    );
  return field.type ? machine.typed({ node: field.type, file: of.env.file }) : undefined;
}

function injectedValue(parameter: ts.ParameterDeclaration, of: ClassValue, machine: Machine): Value | undefined {
  const typed = parameter.type ? machine.typed({ node: parameter.type, file: of.env.file }) : undefined;
  if (typed?.kind === "library") return { ...typed, generics: injectedModel(parameter) ?? typed.generics };
  if (typed && typed.kind !== "object") return typed;
  const token = decoratorArgument(parameter, "Inject");
  return (token ? machine.world.injected(token) : undefined) ?? typed;
}

/** `@InjectModel(Order.name) orders: Model<OrderDocument>`: the token says which model it is. */
function injectedModel(parameter: ts.ParameterDeclaration): readonly Value[] | undefined {
  const token = decoratorArgument(parameter, "InjectModel");
  if (!token) return undefined;
  if (ts.isStringLiteralLike(token)) return [literal(token.text)];
  return ts.isPropertyAccessExpression(token) && token.name.text === "name"
    ? [literal(token.expression.getText())]
    : undefined;
}

function decoratorArgument(
  node: ts.ParameterDeclaration | ts.PropertyDeclaration,
  name: string,
): ts.Expression | undefined {
  for (const decorator of ts.getDecorators(node) ?? []) {
    const call = decorator.expression;
    // Some containers write their decorators in lower case.
    if (ts.isCallExpression(call) && call.expression.getText().toLowerCase() === name.toLowerCase())
      return call.arguments[0];
  }
  return undefined;
}

/** The member of this name that a class itself implements: signatures of overloads, and what is abstract, have no body. */
function declaredMember(of: ClassValue, name: string, asStatic: boolean): ts.ClassElement | undefined {
  return of.node.members.find(
    (item) =>
      item.name?.getText() === name &&
      isStatic(item) === asStatic &&
      !(ts.isMethodDeclaration(item) && item.body === undefined),
  );
}

function isStatic(node: ts.ClassElement): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword)
  );
}

function isSuperCall(statement: ts.Statement): statement is ts.ExpressionStatement & { expression: ts.CallExpression } {
  return (
    ts.isExpressionStatement(statement) &&
    ts.isCallExpression(statement.expression) &&
    statement.expression.expression.kind === ts.SyntaxKind.SuperKeyword
  );
}
