import { ts } from "ts-morph";
import type { ContainerModel } from "../../models/model.js";
import { compilePattern, lastName, matches, type LibraryIndex } from "../../models/patterns.js";
import type { Project } from "../../project.js";
import type { Env } from "../walk/env.js";
import type { Frame, Machine } from "../walk/machine.js";
import type { LibraryValue, Link, Value } from "../values/value.js";
import { topFrame } from "../world/world.js";

/** What stands behind a token of dependency injection. */
interface Provider {
  readonly node: ts.Expression | ts.ClassDeclaration;
  readonly file: string;
  readonly as: "class" | "value" | "factory" | "token";
}

/** What the project provides for tokens, by their text; looked for once. */
export interface Providers {
  /** The value behind a token, which is written there or known by its text. */
  of(token: ts.Expression | string, machine: Machine): Value | undefined;
}

export function createProviders(
  project: Project,
  libraries: LibraryIndex,
  moduleEnv: (file: string) => Env,
): Providers {
  let index: ReadonlyMap<string, Provider> | undefined;
  const busy = new Set<string>();
  return {
    of(token, machine) {
      index ??= providersOf(project, containersOf(libraries));
      const key = typeof token === "string" ? token : keyOf(token);
      const provider = index.get(key);
      if (!provider || busy.has(key)) return undefined;
      busy.add(key);
      try {
        return provided(provider, moduleEnv(provider.file), machine);
      } finally {
        busy.delete(key);
      }
    },
  };
}

/** What a call that asks a container yields: `container.resolve(Billing)`, `container.get<Billing>(TYPES.Billing)`. */
export function resolved(callee: LibraryValue, link: Link, frame: Frame, machine: Machine): Value | undefined {
  const model = callee.library.model.containers?.find(({ resolve }) => fits(resolve, callee.path));
  if (!model || !ts.isCallExpression(link.node)) return undefined;
  const [token] = link.args;
  if (token?.kind === "class") return machine.construct(token, cradleOf(callee, model), link.node, frame);
  const [written] = link.node.arguments;
  const known =
    (written && machine.world.injected(written)) ??
    (token?.kind === "literal" ? machine.world.injected(String(token.value)) : undefined);
  const [type] = link.node.typeArguments ?? [];
  return known ?? (type && machine.typed({ node: type, file: frame.env.file }));
}

/** A member of what holds everything by its name: `container.cradle.billing`. */
export function heldBy(value: LibraryValue, name: string, machine: Machine): Value | undefined {
  const isCradle = value.library.model.containers?.some(({ cradle }) => cradle === value.path);
  return isCradle ? machine.world.injected(name) : undefined;
}

/** What is made is given everything that the container holds, where the library does that. */
function cradleOf(container: LibraryValue, { cradle }: ContainerModel): readonly Value[] {
  return cradle === undefined ? [] : [{ ...container, path: cradle, links: [] }];
}

function provided({ node, file, as }: Provider, env: Env, machine: Machine): Value | undefined {
  const frame = topFrame(env, node);
  if (ts.isClassDeclaration(node))
    return machine.construct({ kind: "class", node, env, provenance: NONE }, [], node, frame);
  if (as === "token")
    return machine.world.injected(node) ?? instantiated(machine.evaluate(node, frame), [], node, frame, machine);
  const given = cradleAround(node, file, machine);
  const value = machine.evaluate(node, frame);
  if (as === "factory") return machine.apply(value, given, node, frame);
  return as === "class" ? instantiated(value, given, node, frame, machine) : value;
}

function instantiated(value: Value, given: readonly Value[], node: ts.Node, frame: Frame, machine: Machine): Value {
  return value.kind === "class" ? machine.construct(value, given, node, frame) : value;
}

/** `asClass(Billing)`: the class is given the cradle of the library that `asClass` comes from. */
function cradleAround(node: ts.Expression, file: string, machine: Machine): readonly Value[] {
  const { parent } = node;
  const maker = ts.isCallExpression(parent)
    ? machine.evaluate(parent.expression, topFrame(machine.world.moduleEnv(file), parent))
    : undefined;
  if (maker?.kind !== "library") return [];
  const model = maker.library.model.containers?.find(({ providers }) => providers?.[maker.path] !== undefined);
  return model ? cradleOf(maker, model) : [];
}

function containersOf(libraries: LibraryIndex): readonly ContainerModel[] {
  return libraries.libraries.flatMap(({ model }) => model.containers ?? []);
}

function providersOf(project: Project, models: readonly ContainerModel[]): ReadonlyMap<string, Provider> {
  const bindings = models.flatMap((model) => model.bindings);
  const wrapped = new Map(models.flatMap(({ providers = {} }) => Object.entries(providers)));
  const named = new Set(models.flatMap((model) => model.named ?? []));
  const calls = [...bindings.map(({ call }) => call), ...wrapped.keys()].join("|");
  const text = new RegExp(
    `\\b(?:provide|token)\\s*:|\\b(?:useClass|useValue|useFactory)\\s*:|(?:${calls})\\s*(?:<[^()]*>)?\\(|@(?:${[...named].join("|")})\\(`,
  );
  const index = new Map<string, Provider>();
  for (const source of project.sources()) {
    if (!text.test(source.text)) continue;
    const file = source.fileName;
    const note = (token: ts.Node, node: Provider["node"], as: Provider["as"]): void =>
      void index.set(keyOf(token), { node, file, as });
    const visit = (node: ts.Node): void => {
      if (ts.isObjectLiteralExpression(node)) {
        const token = initializerOf(node, "provide") ?? initializerOf(node, "token");
        const provider = token && providerIn(node);
        if (token && provider) note(token, ...provider);
      }
      if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
        const [token, options] = node.arguments;
        const provider = options && ts.isObjectLiteralExpression(options) ? providerIn(options) : undefined;
        if (token && provider && node.expression.name.text === "register") note(token, ...provider);
        for (const { call, link, on, made, as } of bindings) {
          if (node.expression.name.text !== call) continue;
          const { expression } = node.expression;
          if (on !== undefined && expression.getText() !== on) continue;
          const asked =
            link === undefined
              ? node
              : ts.isCallExpression(expression) && nameOf(expression) === link
                ? expression
                : undefined;
          const given = node.arguments[made] ?? (link === undefined ? token : undefined);
          if (asked?.arguments[0] && given) note(asked.arguments[0], given, as);
        }
      }
      const registered = ts.isPropertyAssignment(node) ? madeBy(node.initializer, wrapped) : undefined;
      if (registered && ts.isPropertyAssignment(node) && !ts.isComputedPropertyName(node.name))
        index.set(node.name.text, { node: registered.node, file, as: registered.as });
      if (ts.isClassDeclaration(node))
        for (const decorator of ts.getDecorators(node) ?? []) {
          const call = decorator.expression;
          if (!ts.isCallExpression(call) || !named.has(call.expression.getText())) continue;
          const [given] = call.arguments;
          const token = given && ts.isObjectLiteralExpression(given) ? initializerOf(given, "id") : given;
          if (token) note(token, node, "class");
        }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return index;
}

/** `asClass(Billing).singleton()`: the call at its beginning, and what it makes a provider of. */
function madeBy(
  node: ts.Expression,
  wrapped: ReadonlyMap<string, Provider["as"]>,
): { readonly node: ts.Expression; readonly as: Provider["as"] } | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  if (ts.isPropertyAccessExpression(node.expression)) return madeBy(node.expression.expression, wrapped);
  const as = wrapped.get(node.expression.getText());
  const [given] = node.arguments;
  return as && given && { node: given, as };
}

/** `{ useClass: StripeGateway }`. */
function providerIn(node: ts.ObjectLiteralExpression): readonly [ts.Expression, Provider["as"]] | undefined {
  for (const [name, as] of Object.entries(USES)) {
    const used = initializerOf(node, name);
    if (used) return [used, as];
  }
  return undefined;
}

const USES: Readonly<Record<string, Provider["as"]>> = {
  useValue: "class",
  useExisting: "token",
  useToken: "token",
  useClass: "class",
  useFactory: "factory",
};

function initializerOf(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const item of node.properties) {
    if (ts.isPropertyAssignment(item) && item.name.getText() === name) return item.initializer;
    if (ts.isShorthandPropertyAssignment(item) && item.name.text === name) return item.name;
  }
  return undefined;
}

function nameOf(node: ts.CallExpression): string {
  return ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : node.expression.getText();
}

/** Tokens are the same where their text is. */
function keyOf(token: ts.Node): string {
  return ts.isStringLiteralLike(token) ? token.text : token.getText();
}

function fits(patterns: string | readonly string[], path: string): boolean {
  return [patterns]
    .flat()
    .some((pattern) => lastName(pattern) === lastName(path) && matches(compilePattern(pattern), path));
}

const NONE = { sources: [], through: [] };
