import { ts } from "ts-morph";
import { siteKey, siteOf } from "../../sites.js";
import { decorationsOf, type Decoration } from "./decorations.js";
import type { CompiledLibrary } from "../../models/patterns.js";
import type { DecoratorModel } from "../../models/wrapper-model.js";
import { nothing } from "../../provenance.js";
import type { Guard, Retry } from "../../trace.js";
import { holds, type Called } from "../libraries/places.js";
import { withLeak } from "../libraries/shortfalls.js";
import type { Link } from "../values/value.js";
import type { Machine } from "../walk/machine.js";
import type { State } from "../walk/state.js";

/** What holds inside a function from its first statement: by decorators (`@Transactional()`) or by a directive (`"use step"`). */
export function decoratedState(node: ts.FunctionLikeDeclaration, state: State, machine: Machine): State {
  if (!ts.isMethodDeclaration(node)) return directed(node, state, machine);
  const owner = ts.isClassLike(node.parent) ? node.parent : undefined;
  const all = [...(owner ? decorationsOf(owner, machine) : []), ...decorationsOf(node, machine)];
  return all.reduce((current, decorator) => {
    const found = modelOf(decorator, machine);
    if (!found) return current;
    const site = siteOf(decorator.node);
    switch (found.model.kind) {
      case "transaction":
        return { ...current, transaction: { site, library: found.library.model.library } };
      case "guard":
      case "step":
        return { ...current, guards: new Map(current.guards).set(siteKey(site), guardOf(decorator, found)) };
      case "lock":
        return { ...current, locks: current.locks + 1 };
      default:
        return current;
    }
  }, state);
}

/** The retry that a decorator puts around a method: `@Retryable()`. */
export function decoratedRetry(node: ts.FunctionLikeDeclaration, machine: Machine): Retry | undefined {
  if (!ts.isMethodDeclaration(node)) return undefined;
  for (const decorator of decorationsOf(node, machine)) {
    const found = modelOf(decorator, machine);
    if (found?.model.kind !== "retry") continue;
    const { when = [], what } = found.model;
    const called = when.length > 0 ? callOf(decorator, found) : undefined;
    if (!called || when.every((condition) => holds(condition, called)))
      return { site: siteOf(decorator.node), body: siteOf(node), what };
  }
  return undefined;
}

function directed(node: ts.FunctionLikeDeclaration, state: State, machine: Machine): State {
  const body = "body" in node ? node.body : undefined;
  const first = body && ts.isBlock(body) ? body.statements[0] : undefined;
  if (!first || !ts.isExpressionStatement(first) || !ts.isStringLiteral(first.expression)) return state;
  const directive = first.expression.text;
  const model = machine.world.libraries.libraries
    .flatMap((library) => library.model.directives ?? [])
    .find((item) => item.directive === directive);
  if (!model) return state;
  const site = siteOf(first);
  const guard = { kind: model.guard, site, what: model.what };
  return { ...state, guards: new Map(state.guards).set(siteKey(site), guard) };
}

interface Found {
  readonly model: DecoratorModel;
  readonly library: CompiledLibrary;
}

function modelOf({ name, source }: Decoration, machine: Machine): Found | undefined {
  const found = machine.decorator(name, source);
  const model = found?.library.model.decorators?.find((item) => item.decorator === found.name);
  return found && model && { model, library: found.library };
}

function guardOf(decorator: Decoration, { model, library }: Found): Guard {
  const kind = model.guard ?? (model.kind === "step" ? "durable-step" : "wrapper");
  const acts = model.actsBy === undefined ? {} : { actsBy: model.actsBy };
  const guard: Guard = { kind, site: siteOf(decorator.node), what: model.what, ...acts };
  const { inert } = model;
  const called = inert && callOf(decorator, { model, library });
  return called ? withLeak(guard, inert, called) : guard;
}

/** The decorator as the call that it is; undefined where it is applied without one. */
function callOf(decorator: Decoration, { library }: Found): Called | undefined {
  const node = decorator.node.expression;
  if (!ts.isCallExpression(node)) return undefined;
  const { name } = decorator;
  const link: Link = { name, args: decorator.arguments(), node };
  const receiver = { kind: "library", library, path: name, links: [], generics: [], provenance: nothing } as const;
  return { receiver, link, links: [link], path: name, args: link.args };
}
