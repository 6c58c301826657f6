import { ts } from "ts-morph";
import { nothing } from "../../provenance.js";
import { inner } from "../walk/env.js";
import { fingerprint } from "../values/fingerprint.js";
import type { Names } from "../values/names.js";
import type { Frame, Machine } from "../walk/machine.js";
import { start } from "../walk/state.js";
import {
  literal,
  unknown,
  type ClassValue,
  type InstanceValue,
  type LibraryValue,
  type Value,
} from "../values/value.js";
import { baseOf, isStatic, libraryBase } from "./classes.js";

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
  if (known) {
    if (isSearched(id, of, frame)) initialise(known, of, args, node, frame, machine);
    return known;
  }
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
  frame.output.constructed?.add(id);
  initialise(instance, of, args, node, frame, machine);
  return instance;
}

/** Somebody else needed the instance first, and what its constructor registers went by: whoever looks for that runs it once more. */
function isSearched(id: string, { node }: ClassValue, { context, output }: Frame): boolean {
  if (!output.constructed || output.constructed.has(id) || !context.registers?.(node)) return false;
  output.constructed.add(id);
  return true;
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
    journal: { before: new Map() },
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
  if (!constructor) return base ? undefined : fill(instance, of, args, frame, machine);
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

/** What a library's own constructor does with the values of a record: `new Order({ total })`. */
function fill(
  instance: InstanceValue,
  of: ClassValue,
  [values]: readonly Value[],
  frame: Frame,
  machine: Machine,
): void {
  const library = libraryBase(of, frame, machine);
  if (values?.kind !== "object" || !library || !isFilled(library)) return;
  for (const [name, value] of values.properties) instance.fields.set(name, value);
}

/** Whether the constructor of a library's class takes the values of a record. */
export function isFilled({ library, path }: LibraryValue): boolean {
  return library.model.filled?.includes(path.replace(/#$/, "")) === true;
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

function isSuperCall(statement: ts.Statement): statement is ts.ExpressionStatement & { expression: ts.CallExpression } {
  return (
    ts.isExpressionStatement(statement) &&
    ts.isCallExpression(statement.expression) &&
    statement.expression.expression.kind === ts.SyntaxKind.SuperKeyword
  );
}
