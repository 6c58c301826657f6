import { ts } from "ts-morph";
import { instancePath, type CompiledLibrary } from "../../models/patterns.js";
import { nothing } from "../../provenance.js";
import type { Machine, Frame } from "../walk/machine.js";
import { namesOf } from "./modules.js";
import { joinValues, object, unknown, type TypeRef, type Value } from "../values/value.js";

/**
 * The value that a declared type promises: an instance of a project's class, the classes behind an interface, or a value
 * of a modelled library. `undefined` when the type says nothing of use (plain data).
 */
export function valueOfType(type: TypeRef, machine: Machine, frame: Frame, depth = 6): Value | undefined {
  if (depth === 0) return undefined;
  const { node, file } = type;
  const again = (inner: ts.TypeNode, where = file): Value | undefined =>
    valueOfType({ node: inner, file: where }, machine, frame, depth - 1);
  if (ts.isParenthesizedTypeNode(node)) return again(node.type);
  if (ts.isUnionTypeNode(node)) return first(node.types, again);
  if (ts.isIntersectionTypeNode(node)) return first(node.types, again);
  if (ts.isTypeQueryNode(node)) return entityValue(node.exprName, file, machine, frame);
  if (ts.isTypeLiteralNode(node)) return membersOf(node.members, file);
  if (ts.isIndexedAccessTypeNode(node)) return indexed(node, again, machine, frame);
  if (ts.isTypeOperatorNode(node)) return again(node.type);
  if (ts.isImportTypeNode(node)) return undefined;
  if (!ts.isTypeReferenceNode(node)) return undefined;
  const argument = node.typeArguments?.[0];
  const name = node.typeName;
  if (ts.isIdentifier(name)) {
    if (argument && TRANSPARENT.has(name.text)) return again(argument);
    if (name.text === "Parameters" && argument) return undefined;
    if ((name.text === "ReturnType" || name.text === "InstanceType") && argument && ts.isTypeQueryNode(argument)) {
      return produced(name.text, argument, file, machine, frame);
    }
  }
  return referenced(node, file, machine, frame, again);
}

const TRANSPARENT = new Set([
  "Promise",
  "PromiseLike",
  "Awaited",
  "Readonly",
  "Partial",
  "Required",
  "Omit",
  "Pick",
  "NonNullable",
  "Ref",
  "Relation",
  "Nullable",
  "Maybe",
]);

function first(types: readonly ts.TypeNode[], resolve: (node: ts.TypeNode) => Value | undefined): Value | undefined {
  for (const type of types) {
    const value = resolve(type);
    if (value) return value;
  }
  return undefined;
}

function referenced(
  node: ts.TypeReferenceNode,
  file: string,
  machine: Machine,
  frame: Frame,
  again: (node: ts.TypeNode, file?: string) => Value | undefined,
): Value | undefined {
  const source = machine.world.project.source(file);
  if (!source) return undefined;
  const [root, ...rest] = segments(node.typeName);
  if (root === undefined) return undefined;
  const found = declared(root, file, machine);
  if (!found) {
    const ambient = rest.length === 0 ? machine.world.ambient(root) : undefined;
    return ambient && instanceOfLibrary(ambient, root, []);
  }
  if (found.kind === "library") {
    const value = machine.world.imported(found.specifier, found.name, found.file, node);
    if (value.kind !== "library") return undefined;
    const generics = (node.typeArguments ?? []).map((type) => genericValue(type, file, machine, again));
    const path = [value.path, ...rest].filter((part) => part !== "").join(".");
    return isUseful(value.library, path) ? instanceOfLibrary(value, path, generics) : undefined;
  }
  const { node: declaration, file: where } = found;
  if (ts.isClassDeclaration(declaration)) {
    const value = machine.world.moduleEnv(where).module?.(declaration.name?.text ?? "default");
    if (value?.kind !== "class") return undefined;
    // An abstract class stands for the classes that extend it.
    if (isAbstract(declaration))
      return (
        implementers(declaration.name?.text ?? "", machine, frame, node) ?? machine.construct(value, [], node, frame)
      );
    return machine.construct(value, [], node, frame);
  }
  if (ts.isInterfaceDeclaration(declaration)) {
    return (
      implementers(declaration.name.text, machine, frame, node) ??
      inherited(declaration, where, again) ??
      membersOf(declaration.members, where)
    );
  }
  if (ts.isTypeAliasDeclaration(declaration)) return again(declaration.type, where);
  return undefined;
}

/** A value of type `path` from a library. */
export function instanceOfLibrary(value: Value & { kind: "library" }, path: string, generics: readonly Value[]): Value {
  return {
    kind: "library",
    library: value.library,
    path: instancePath(value.library, path),
    links: [],
    generics,
    provenance: nothing,
  };
}

/** Whether a library's model says anything about values of a type; `Request` of a framework is plain data to it. */
function isUseful(library: CompiledLibrary, path: string): boolean {
  let heads = useful.get(library);
  if (!heads) {
    heads = headsOf(library);
    useful.set(library, heads);
  }
  return heads.has(instancePath(library, path)) || heads.has("*");
}

const useful = new WeakMap<CompiledLibrary, ReadonlySet<string>>();

function headsOf(library: CompiledLibrary): ReadonlySet<string> {
  const {
    calls = [],
    sources = [],
    wrappers = [],
    entries = [],
    mounts = [],
    signatures = [],
    emitters = [],
    containers = [],
    names = {},
  } = library.model;
  const patterns = [...calls, ...sources, ...wrappers, ...entries, ...mounts, ...signatures].flatMap((item) =>
    "match" in item ? item.match : [],
  );
  const asked = containers.flatMap(({ resolve, cradle = [] }) => [resolve, cradle].flat());
  const all = [
    ...patterns,
    ...asked,
    ...emitters.flatMap(({ emit, on = [] }) => [emit, on].flat()),
    ...Object.keys(names),
  ];
  return new Set(
    all
      .flatMap((pattern) => (pattern.includes("#") ? [pattern.slice(0, pattern.indexOf("#") + 1)] : []))
      .map((head) => (head.includes("*") ? "*" : head)),
  );
}

function implementers(name: string, machine: Machine, frame: Frame, node: ts.Node): Value | undefined {
  const classes = machine.world.implementations(name);
  if (classes.length === 0 || classes.length > 4) return undefined;
  return joinValues(classes.map((value) => machine.construct(value, [], node, frame)));
}

function inherited(
  node: ts.InterfaceDeclaration,
  file: string,
  again: (node: ts.TypeNode, file?: string) => Value | undefined,
): Value | undefined {
  for (const clause of node.heritageClauses ?? []) {
    for (const type of clause.types) {
      if (!ts.isIdentifier(type.expression)) continue;
      const value = again(ts.factory.createTypeReferenceNode(type.expression, type.typeArguments), file);
      if (value?.kind === "library") return value;
    }
  }
  return undefined;
}

/** An object whose members have declared types. */
function membersOf(members: ts.NodeArray<ts.TypeElement>, file: string): Value | undefined {
  const properties = new Map<string, Value>();
  for (const element of members) {
    if (
      ts.isPropertySignature(element) &&
      element.type &&
      (ts.isIdentifier(element.name) || ts.isStringLiteral(element.name))
    ) {
      properties.set(element.name.text, unknown(nothing, { type: { node: element.type, file } }));
    }
  }
  return properties.size > 0 ? object(properties, unknown()) : undefined;
}

function genericValue(
  type: ts.TypeNode,
  file: string,
  machine: Machine,
  again: (node: ts.TypeNode) => Value | undefined,
): Value {
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) {
    const found = declared(type.typeName.text, file, machine);
    if (found?.kind === "project" && ts.isClassDeclaration(found.node)) {
      return machine.world.moduleEnv(found.file).module?.(found.node.name?.text ?? "default") ?? unknown();
    }
  }
  // `interface Order extends Model<InferAttributes<Order>>`: what a type is given may lead back to it.
  return again(type) ?? unknown();
}

function produced(
  kind: string,
  query: ts.TypeQueryNode,
  file: string,
  machine: Machine,
  frame: Frame,
): Value | undefined {
  const value = entityValue(query.exprName, file, machine, frame);
  if (!value) return undefined;
  if (kind === "InstanceType") return value.kind === "class" ? machine.construct(value, [], query, frame) : value;
  return value.kind === "function" ? machine.invoke(value, [], query, frame) : undefined;
}

/** `Parameters<Parameters<typeof db.transaction>[0]>[0]`: the handle that a transaction passes. */
function indexed(
  node: ts.IndexedAccessTypeNode,
  again: (node: ts.TypeNode) => Value | undefined,
  machine: Machine,
  frame: Frame,
): Value | undefined {
  const query = findQuery(node.objectType);
  if (query) {
    const name = query.exprName;
    if (ts.isQualifiedName(name) && /transaction/i.test(name.right.text)) {
      return entityValue(name.left, query.getSourceFile().fileName, machine, frame);
    }
  }
  const owner = again(node.objectType);
  const index = node.indexType;
  if (owner && ts.isLiteralTypeNode(index) && ts.isStringLiteral(index.literal))
    return machine.member(owner, index.literal.text, node, frame);
  return undefined;
}

function findQuery(node: ts.TypeNode): ts.TypeQueryNode | undefined {
  if (ts.isTypeQueryNode(node)) return node;
  if (ts.isIndexedAccessTypeNode(node)) return findQuery(node.objectType);
  if (ts.isTypeReferenceNode(node)) return node.typeArguments?.map(findQuery).find((found) => found !== undefined);
  return undefined;
}

function entityValue(name: ts.EntityName, file: string, machine: Machine, frame: Frame): Value | undefined {
  const [root, ...rest] = segments(name);
  if (root === undefined) return undefined;
  const scope = machine.world.moduleEnv(file);
  let value = scope.module?.(root) ?? machine.world.global(root);
  for (const part of rest) value = value && machine.member(value, part, name, frame);
  return value;
}

type Declared =
  | { readonly kind: "library"; readonly specifier: string; readonly name: string; readonly file: string }
  | { readonly kind: "project"; readonly node: ts.Node; readonly file: string };

/** Follows a type's name through imports and re-exports to its declaration. */
function declared(name: string, file: string, machine: Machine, depth = 12): Declared | undefined {
  const source = machine.world.project.source(file);
  if (!source || depth === 0) return undefined;
  const names = namesOf(source);
  const local = names.locals.get(name);
  if (!local) return undefined;
  if (local.kind !== "import") return { kind: "project", node: local.node, file };
  return through(local.specifier, local.name, file, machine, depth - 1);
}

function through(specifier: string, name: string, file: string, machine: Machine, depth: number): Declared | undefined {
  const target = machine.world.project.resolve(specifier, file);
  if (target === undefined) return { kind: "library", specifier, name: name === "*" ? "" : name, file };
  const source = machine.world.project.source(target);
  if (!source || depth === 0) return undefined;
  const names = namesOf(source);
  const exported = names.exports.get(name);
  if (exported?.kind === "local") return declared(exported.name, target, machine, depth - 1);
  if (exported?.kind === "from") return through(exported.specifier, exported.name, target, machine, depth - 1);
  if (exported?.kind === "expression") {
    if (ts.isIdentifier(exported.node)) return declared(exported.node.text, target, machine, depth - 1);
    return { kind: "project", node: exported.node, file: target };
  }
  for (const star of machine.world.passing(target, name)) {
    const found = through(star, name, target, machine, depth - 1);
    if (found?.kind === "project" || (found?.kind === "library" && names.stars.length === 1)) return found;
  }
  return undefined;
}

function segments(name: ts.EntityName): readonly string[] {
  return ts.isIdentifier(name) ? [name.text] : [...segments(name.left), name.right.text];
}

function isAbstract(node: ts.ClassDeclaration): boolean {
  return (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.AbstractKeyword);
}
