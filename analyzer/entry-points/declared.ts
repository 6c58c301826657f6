import { ts } from "ts-morph";
import { decorationsOf, type Decoration } from "../interpreter/functions/decorations.js";
import { closure } from "../interpreter/functions/functions.js";
import { parametersOf } from "../interpreter/functions/parameters.js";
import { rewritten } from "../interpreter/functions/rewritten.js";
import { baseOf } from "../interpreter/expressions/classes.js";
import { namesOf } from "../interpreter/world/modules.js";
import type { Machine } from "../interpreter/walk/machine.js";
import { topFrame } from "../interpreter/world/world.js";
import { targetName, inside } from "../interpreter/libraries/places.js";
import type { ClassValue, Value } from "../interpreter/values/value.js";
import type { ParameterModel } from "../models/entry-model.js";
import { globExpression } from "../models/glob.js";
import type { CompiledLibrary, EntryItem, LibraryIndex } from "../models/patterns.js";
import { nothing } from "../provenance.js";
import type { Candidate } from "./candidate.js";
import { byExport } from "./exported.js";
import { fill, isFunction, routeOf } from "./handler-name.js";
import { withPrefix } from "./route-name.js";

interface Declared<K extends EntryItem["on"]> {
  readonly library: CompiledLibrary;
  readonly model: Extract<EntryItem, { on: K }>;
}

/** Entry models that are declared rather than registered, by kind. */
export interface DeclaredModels {
  readonly decorators: ReadonlyMap<string, readonly Declared<"decorator">[]>;
  readonly methods: readonly Declared<"method">[];
  readonly exports: readonly (Declared<"export"> & { readonly glob: RegExp })[];
  readonly types: ReadonlyMap<string, readonly Declared<"type">[]>;
}

/** Sorts the declared entry models of all libraries. */
export function declaredModels(libraries: LibraryIndex): DeclaredModels {
  const decorators = new Map<string, Declared<"decorator">[]>();
  const methods: Declared<"method">[] = [];
  const exports: (Declared<"export"> & { glob: RegExp })[] = [];
  const types = new Map<string, Declared<"type">[]>();
  for (const library of libraries.libraries) {
    for (const model of library.model.entries ?? []) {
      if (model.on === "decorator") push(decorators, model.decorator, { library, model });
      else if (model.on === "method") methods.push({ library, model });
      else if (model.on === "export") exports.push({ library, model, glob: globExpression(model.files) });
      else if (model.on === "type") for (const type of model.types) push(types, type, { library, model });
    }
  }
  return { decorators, methods, exports, types };
}

/** Entry points that a file declares by decorators, base classes, exports or types. */
export function declaredIn(source: ts.SourceFile, machine: Machine, models: DeclaredModels): readonly Candidate[] {
  return [
    ...inClasses(source, machine, models),
    ...byExport(source, machine, models),
    ...byType(source, machine, models),
  ];
}

function inClasses(source: ts.SourceFile, machine: Machine, models: DeclaredModels): readonly Candidate[] {
  if (!/@\w|extends\s/.test(source.text)) return [];
  const found: Candidate[] = [];
  for (const node of source.statements) {
    if (!ts.isClassDeclaration(node)) continue;
    const env = machine.world.moduleEnv(source.fileName);
    const frame = topFrame(env, node);
    let self: Value | undefined;
    const handler = (method: ts.MethodDeclaration): Value => {
      self ??= machine.construct({ kind: "class", node, env, provenance: nothing }, [], node, frame);
      return rewritten(closure(method, machine.world.moduleEnv(method.getSourceFile().fileName), self), machine);
    };
    const onClass = decorationsOf(node, machine);
    for (const { method, of } of methodsOf(node, source, machine)) {
      for (const decorator of decorationsOf(method, machine)) {
        const declared = models.decorators
          .get(decorator.name)
          ?.find(
            ({ library, model }) =>
              machine.decorator(decorator.name, decorator.source)?.library === library &&
              (model.classDecorator === undefined || onClass.some((item) => item.name === model.classDecorator)),
          );
        if (!declared) continue;
        found.push({
          model: declared.model,
          library: declared.library.model.library,
          node: of === node ? decorator.node : (node.name ?? node),
          handlers: [handler(method)],
          name: decoratedName(declared.model, decorator, onClass, method),
          parameters: decoratedParameters(declared.model, method, machine),
        });
        break;
      }
      for (const { library, model } of models.methods) {
        if (method.name.getText() !== model.method || !isOf(node, model, source, library, machine)) continue;
        found.push({
          model,
          library: library.model.library,
          node: method.name,
          handlers: [handler(method)],
          name: fill(model.name, {
            class: classArgument(onClass, model.classDecorator) || (node.name?.text ?? ""),
            name: node.name?.text ?? "",
          }),
          parameters: new Map(),
        });
      }
    }
  }
  return found;
}

/** The methods of a class, and those that it inherits from the project's own classes: a base controller's routes are its. */
function methodsOf(
  node: ts.ClassDeclaration,
  source: ts.SourceFile,
  machine: Machine,
): readonly { readonly method: ts.MethodDeclaration; readonly of: ts.ClassLikeDeclaration }[] {
  const env = machine.world.moduleEnv(source.fileName);
  const found = new Map<string, { readonly method: ts.MethodDeclaration; readonly of: ts.ClassLikeDeclaration }>();
  let of: ClassValue | undefined = { kind: "class", node, env, provenance: nothing };
  for (let depth = 0; of && depth < 6; depth++) {
    for (const method of of.node.members) {
      if (!ts.isMethodDeclaration(method) || !method.body) continue;
      const name = method.name.getText();
      if (!found.has(name)) found.set(name, { method, of: of.node });
    }
    const isDecorated: boolean = ts.canHaveDecorators(node) && (ts.getDecorators(node) ?? []).length > 0;
    of = isDecorated ? baseOf(of, topFrame(of.env, of.node), machine) : undefined;
  }
  return [...found.values()];
}

function decoratedName(
  model: Extract<EntryItem, { on: "decorator" }>,
  decorator: Decoration,
  onClass: readonly Decoration[],
  method: ts.MethodDeclaration,
): string {
  const prefix = classArgument(onClass, model.classDecorator);
  const name = fill(
    model.name,
    { class: prefix, name: method.name.getText(), member: decorator.name.toUpperCase() },
    decorator.arguments(),
  );
  if (model.kind !== "http" && model.kind !== "webhook") {
    const owner = ts.isClassLike(method.parent) ? `${method.parent.name?.text ?? ""}.` : "";
    return name === fill(model.name, {}) ? `${name} ${owner}${method.name.getText()}` : name;
  }
  // Routes are joined: the controller's prefix and the method's path.
  return name.includes("{class}") ? name : withPrefix(name, prefix);
}

function decoratedParameters(
  model: Extract<EntryItem, { on: "decorator" }>,
  method: ts.MethodDeclaration,
  machine: Machine,
): Candidate["parameters"] {
  const kinds = new Map<number, Pick<ParameterModel, "kind" | "members">>();
  parametersOf(method).forEach((parameter, index) => {
    const decorators = decorationsOf(parameter, machine);
    const decorator = decorators.find((item) => model.parameterDecorators?.[item.name] !== undefined);
    const kind = decorator && model.parameterDecorators?.[decorator.name];
    const members = decorator && model.parameterMembers?.[decorator.name];
    const [asked] = members ? decorator.arguments() : [];
    const own = asked?.kind === "literal" ? members?.[String(asked.value).toLowerCase()] : undefined;
    if (kind) kinds.set(index, { kind: own ?? kind, ...(members && !asked ? { members } : {}) });
    else if (decorators.length > 0) kinds.set(index, { kind: "caller" });
  });
  return kinds;
}

function isOf(
  node: ts.ClassDeclaration,
  model: Extract<EntryItem, { on: "method" }>,
  source: ts.SourceFile,
  library: CompiledLibrary,
  machine: Machine,
): boolean {
  if (model.classDecorator !== undefined) {
    const name = model.classDecorator;
    return decorationsOf(node, machine).some((item) => item.name === name) && comesFrom(name, source, library, machine);
  }
  const base = node.heritageClauses
    ?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0]?.expression.getText();
  return base === model.extends && base !== undefined && comesFrom(base, source, library, machine);
}

/** What the class decorator is given: a path, a queue's name. Without a certain decorator the first that is given something. */
function classArgument(onClass: readonly Decoration[], decorator: string | undefined): string {
  for (const { name, arguments: given } of onClass) {
    if (decorator !== undefined && name !== decorator) continue;
    const [value] = given();
    const text =
      value?.kind === "object" ? targetName(inside(value, "path") ?? inside(value, "name")) : targetName(value);
    if (text !== undefined) return text;
  }
  return "";
}

function byType(source: ts.SourceFile, machine: Machine, models: DeclaredModels): readonly Candidate[] {
  const found: Candidate[] = [];
  const names = namesOf(source);
  for (const [local, item] of names.locals) {
    if (item.kind !== "import" || !models.types.has(item.name)) continue;
    const declared = models.types
      .get(item.name)
      ?.find(({ library }) => machine.world.libraries.forPackage(item.specifier) === library);
    if (declared) found.push(...functionsOfType(source, local, declared, machine, models));
  }
  return found;
}

/** Functions at a file's top level that are annotated with a type, or whose first parameter is. */
function functionsOfType(
  source: ts.SourceFile,
  type: string,
  declared: Declared<"type">,
  machine: Machine,
  models: DeclaredModels,
): readonly Candidate[] {
  const found: Candidate[] = [];
  const note = (name: string, node: ts.Node, typed?: ts.ArrowFunction | ts.FunctionExpression): void => {
    const env = machine.world.moduleEnv(source.fileName);
    const value = env.cells.get(name)?.value ?? env.module?.(name);
    if (!value || !isFunction(value)) return;
    found.push({
      model: declared.model,
      library: declared.library.model.library,
      node,
      handlers: [typed && !holds(value, typed) ? closure(typed, env) : value],
      name: fill(declared.model.name, { name, route: routeOf(source.fileName) }),
      parameters: new Map(),
    });
  };
  const isType = (node: ts.TypeNode | undefined): boolean =>
    node !== undefined && ts.isTypeReferenceNode(node) && node.typeName.getText() === type;
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name && isType(parametersOf(statement)[0]?.type))
      note(statement.name.text, statement.name);
    if (!ts.isVariableStatement(statement)) continue;
    for (const declaration of statement.declarationList.declarations) {
      if (!ts.isIdentifier(declaration.name)) continue;
      const given = declaration.initializer ? functionsGiven(declaration.initializer) : [];
      const typed = given.find((fn) => isType(parametersOf(fn)[0]?.type));
      if (isType(told(declaration.type, models)) || typed) note(declaration.name.text, declaration.name, typed);
    }
  }
  return found;
}

/** `Handler<SQSEvent>`: what a type of a library is given tells more than the type itself, where it is one that a model knows. */
function told(type: ts.TypeNode | undefined, models: DeclaredModels): ts.TypeNode | undefined {
  if (!type || !ts.isTypeReferenceNode(type) || !models.types.has(type.typeName.getText())) return type;
  const [first] = type.typeArguments ?? [];
  return first && ts.isTypeReferenceNode(first) && models.types.has(first.typeName.getText()) ? first : type;
}

/** Whether calling a value runs a function: `middy(handler).before(check)` may stand for the last function alone. */
function holds(value: Value, node: ts.Node): boolean {
  if (value.kind === "function") return value.node === node;
  const inside = value.kind === "union" ? value.options : value.kind === "unknown" ? (value.wraps ?? []) : [];
  return inside.some((item) => holds(item, node));
}

/** The function that an expression is, or those that it hands to wrappers: `middy(async (event) => …).use(…)`. */
function functionsGiven(node: ts.Expression): readonly (ts.ArrowFunction | ts.FunctionExpression)[] {
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return [node];
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return functionsGiven(node.expression);
  if (ts.isPropertyAccessExpression(node)) return functionsGiven(node.expression);
  return ts.isCallExpression(node) ? [node.expression, ...node.arguments].flatMap(functionsGiven) : [];
}

function comesFrom(name: string, source: ts.SourceFile, library: CompiledLibrary, machine: Machine): boolean {
  return machine.decorator(name, source)?.library === library;
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
