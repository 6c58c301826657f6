import { ts } from "ts-morph";
import { canonical, type CompiledLibrary, type LibraryIndex } from "../../models/patterns.js";
import { nothing } from "../../provenance.js";
import type { Project } from "../../project.js";
import type { SchemaIndex } from "../../schema/unique.js";
import { createProviders, type Providers } from "../libraries/containers.js";
import { declare, find, inner, type Env } from "../walk/env.js";
import { closure } from "../functions/functions.js";
import type { Frame, Machine, World } from "../walk/machine.js";
import { createBarrels } from "./barrels.js";
import { filled } from "./filled.js";
import { namesOf, type Local } from "./modules.js";
import { start } from "../walk/state.js";
import { noUses } from "../walk/uses.js";
import { literal, object, unknown, type ClassValue, type LibraryValue, type Value } from "../values/value.js";

/** A world that can forget what it derived from files that changed. */
export interface LivingWorld extends World {
  /** Ties the world to the machine that evaluates its modules. */
  attach(machine: Machine): void;
  /** Drops what was derived from these files. */
  forget(files: ReadonlySet<string>): void;
}

/** The project's modules, libraries and classes, looked up lazily. */
export function createWorld(
  project: Project,
  libraries: LibraryIndex,
  schema: () => SchemaIndex,
  { ownRisk, onCall }: Pick<World, "ownRisk" | "onCall">,
): LivingWorld {
  const barrels = createBarrels(project);
  const envs = new Map<string, Env>();
  const busy = new Set<string>();
  let machine: Machine | undefined;
  let classes: Map<string, ClassValue[]> | undefined;
  let providers: Providers | undefined;

  const moduleEnv = (file: string): Env => {
    const known = envs.get(file);
    if (known) return known;
    const env: Env = { file, cells: new Map(), module: (name) => local(file, name) };
    envs.set(file, env);
    return env;
  };

  const local = (file: string, name: string): Value | undefined => {
    const source = project.source(file);
    const found = source && namesOf(source).locals.get(name);
    if (!found) return undefined;
    const key = `${file} ${name}`;
    if (busy.has(key)) return unknown();
    busy.add(key);
    try {
      return valueOf(found, name, file);
    } finally {
      busy.delete(key);
    }
  };

  const valueOf = (found: Local, name: string, file: string): Value | undefined => {
    const env = moduleEnv(file);
    switch (found.kind) {
      case "import":
        return imported(found.specifier, found.name, file);
      case "function":
        return closure(found.node, env);
      case "class":
        return { kind: "class", node: found.node, env, provenance: nothing };
      case "variable":
        return variable(found.node, name, env);
      case "enum":
        return enumValue(found.node);
      case "namespace":
      case "type":
        return undefined;
    }
  };

  const variable = (node: ts.VariableDeclaration, name: string, env: Env): Value => {
    if (!machine) return unknown();
    const scope = loadingFrame({ ...env, cells: new Map(), parent: env }, node.getSourceFile());
    let value: Value = node.initializer ? machine.evaluate(node.initializer, scope) : unknown();
    if (node.type && value.kind === "unknown") value = machine.typed({ node: node.type, file: env.file }) ?? value;
    if (ts.isIdentifier(node.name)) value = filled(name, value, node.getSourceFile(), { ...scope, env }, machine);
    const holder = inner(env);
    machine.bind(node.name, value, { ...scope, env: holder });
    for (const [bound, cell] of holder.cells) if (bound !== name) declare(env, bound, cell.value);
    return holder.cells.get(name)?.value ?? unknown();
  };

  const imported = (specifier: string, name: string, from: string): Value => {
    const target = project.resolve(specifier, from);
    const library = libraries.forPackage(specifier);
    if (target !== undefined && !(library && isGenerated(project.source(target)))) {
      const source = name === "*" ? project.source(target) : undefined;
      return name === "*" && !(source && namesOf(source).whole)
        ? { kind: "module", file: target, provenance: nothing }
        : (exported(target, name) ?? unknown());
    }
    return library ? libraryValue(library, name === "*" ? "" : name) : unknown();
  };

  const exported = (file: string, name: string, depth = 12): Value | undefined => {
    const source = project.source(file);
    if (!source || depth === 0) return undefined;
    const names = namesOf(source);
    const found = names.exports.get(name);
    if (found?.kind === "local") return find(moduleEnv(file), found.name)?.value;
    if (found?.kind === "from") return imported(found.specifier, found.name, file);
    if (found?.kind === "expression") return expression(found.node, file);
    if (names.whole && machine && name !== "default") {
      const whole = expression(names.whole, file);
      return name === "*" ? whole : machine.member(whole, name, names.whole, loadingFrame(moduleEnv(file), source));
    }
    const passing = barrels.passing(file, name);
    for (const star of passing) {
      const target = project.resolve(star, file);
      const value = target === undefined ? undefined : exported(target, name, depth - 1);
      if (value) return value;
    }
    const library =
      name === "default"
        ? undefined
        : passing
            .map((star) => (project.resolve(star, file) === undefined ? libraries.forPackage(star) : undefined))
            .find((item) => item);
    return library ? libraryValue(library, name) : undefined;
  };

  const expression = (node: ts.Expression | ts.FunctionDeclaration | ts.ClassDeclaration, file: string): Value => {
    const env = moduleEnv(file);
    if (ts.isFunctionDeclaration(node)) return closure(node, env);
    if (ts.isClassDeclaration(node)) return { kind: "class", node, env, provenance: nothing };
    return machine ? machine.evaluate(node, loadingFrame(env, node.getSourceFile())) : unknown();
  };

  const world: LivingWorld = {
    project,
    libraries,
    ownRisk,
    onCall,
    get schema() {
      return schema();
    },
    counts: { opaque: new Map(), unresolved: 0 },
    moduleEnv,
    imported,
    exported: (file, name) => exported(file, name),
    passing: (file, name) => barrels.passing(file, name),
    exportedNames(file) {
      const source = project.source(file);
      return source ? [...namesOf(source).exports.keys()] : [];
    },
    implementations(name) {
      classes ??= classIndex(project, moduleEnv);
      return classes.get(name) ?? [];
    },
    injected(token) {
      providers ??= createProviders(project, libraries, moduleEnv);
      return machine && providers.of(token, machine);
    },
    global(name) {
      const library = libraries.forGlobal(name);
      return library ? libraryValue(library, name) : undefined;
    },
    ambient(name) {
      const library = libraries.forAmbient(name);
      return library && libraryValue(library, name);
    },
    attach(attached) {
      machine = attached;
    },
    forget(files) {
      for (const file of files) envs.delete(file);
      // Values of other modules may be held by modules that import them: `files` has those too.
      classes = undefined;
      providers = undefined;
      barrels.forget();
    },
  };

  return world;
}

/** A frame for code at the top of a module: what it does there is no entry point's. */
export function topFrame(env: Env, node: ts.Node): Frame {
  return {
    env,
    node,
    state: start,
    journal: { before: new Map() },
    output: {
      effects: [],
      tested: new Set(),
      uses: noUses(),
      files: new Set(),
      registrations: [],
      signs: [],
      opaque: 0,
      fills: false,
      prunes: false,
    },
    returns: [],
    throws: [],
    jumps: [],
    context: { inLoop: false, depth: 0, active: [] },
  };
}

/** A frame for making what a module holds, whoever asks for it first. */
function loadingFrame(env: Env, node: ts.Node): Frame {
  const frame = topFrame(env, node);
  return { ...frame, context: { ...frame.context, loading: "values" } };
}

function libraryValue(library: CompiledLibrary, name: string): LibraryValue {
  return { kind: "library", library, path: canonical(library, name), links: [], generics: [], provenance: nothing };
}

function enumValue(node: ts.EnumDeclaration): Value {
  const members = node.members.map((item, index): [string, Value] => {
    const name = item.name.getText().replace(/["']/g, "");
    const value = item.initializer && ts.isStringLiteralLike(item.initializer) ? item.initializer.text : index;
    return [name, literal(value)];
  });
  return object(new Map(members));
}

/** Classes by the names they implement or extend. */
function classIndex(project: Project, moduleEnv: (file: string) => Env): Map<string, ClassValue[]> {
  const index = new Map<string, ClassValue[]>();
  for (const source of project.sources()) {
    if (!/\b(implements|extends)\b/.test(source.text)) continue;
    for (const statement of source.statements) {
      if (!ts.isClassDeclaration(statement)) continue;
      for (const clause of statement.heritageClauses ?? []) {
        for (const type of clause.types) {
          const name = ts.isPropertyAccessExpression(type.expression)
            ? type.expression.name.text
            : type.expression.getText();
          const value: ClassValue = {
            kind: "class",
            node: statement,
            env: moduleEnv(source.fileName),
            provenance: nothing,
          };
          const list = index.get(name);
          if (list) list.push(value);
          else index.set(name, [value]);
        }
      }
    }
  }
  return index;
}

/** A client that a generator wrote into the project is the library, not the project's code. */
function isGenerated(source: ts.SourceFile | undefined): boolean {
  return source !== undefined && /generated|@ts-nocheck/i.test(source.text.slice(0, 800));
}
