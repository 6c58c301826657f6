import { ts } from "ts-morph";
import { inner } from "../walk/env.js";
import type { Machine } from "../walk/machine.js";
import { parametersOf } from "./parameters.js";
import { unknown, type FunctionValue, type Value } from "../values/value.js";
import { topFrame } from "../world/world.js";

/** A decorator on a class, a method or a parameter, written there or composed of others. */
export interface Decoration {
  /** As it is written where it is applied: `Post`, `DBOS.step`. */
  readonly name: string;
  /** The file in which the name means something. */
  readonly source: ts.SourceFile;
  /** Where it stands on the class or the method. */
  readonly node: ts.Decorator;
  readonly arguments: () => readonly Value[];
  /** What the expression after the `@` yields: a function of the project, where it is one. */
  readonly value: () => Value;
}

type Decorated = ts.ClassLikeDeclaration | ts.MethodDeclaration | ts.ParameterDeclaration;

/** The decorators of a declaration, and those of which the project's own ones are composed (`applyDecorators(Post(path), …)`). */
export function decorationsOf(node: Decorated, machine: Machine): readonly Decoration[] {
  const source = node.getSourceFile();
  return (ts.getDecorators(node) ?? []).flatMap((decorator) => {
    const { name, args } = written(decorator.expression);
    const frame = topFrame(machine.world.moduleEnv(source.fileName), decorator);
    const evaluated = () => args.map((argument) => machine.evaluate(argument, frame));
    const value = () => machine.evaluate(decorator.expression, frame);
    const own: Decoration = { name, source, node: decorator, arguments: evaluated, value };
    return [own, ...composedOf(own, machine)];
  });
}

function composedOf(outer: Decoration, machine: Machine, depth = 3): readonly Decoration[] {
  if (depth === 0 || machine.decorator(outer.name, outer.source)) return [];
  const maker = machine.world.moduleEnv(outer.source.fileName).module?.(outer.name);
  if (maker?.kind !== "function") return [];
  const source = maker.node.getSourceFile();
  return partsOf(maker, machine).flatMap((part) => {
    const { name, args } = written(part);
    const made: Decoration = {
      name,
      source,
      node: outer.node,
      arguments: () => evaluateIn(maker, outer.arguments(), args, machine),
      value: () => evaluateIn(maker, outer.arguments(), [part], machine)[0] ?? unknown(),
    };
    return [made, ...composedOf(made, machine, depth - 1)];
  });
}

/** The decorators that a function puts together and returns. */
function partsOf({ node }: FunctionValue, machine: Machine): readonly ts.Expression[] {
  const body = "body" in node ? node.body : undefined;
  const returned =
    body && ts.isBlock(body) ? body.statements.find((statement) => ts.isReturnStatement(statement))?.expression : body;
  if (!returned || !ts.isCallExpression(returned)) return [];
  const composer = machine.decorator(returned.expression.getText(), node.getSourceFile());
  return composer?.library.model.composers?.includes(composer.name) === true ? returned.arguments : [];
}

function evaluateIn(
  maker: FunctionValue,
  passed: readonly Value[],
  args: readonly ts.Expression[],
  machine: Machine,
): readonly Value[] {
  const frame = topFrame(inner(maker.env), maker.node);
  parametersOf(maker.node).forEach((parameter, index) => {
    const value = passed[index] ?? (parameter.initializer && machine.evaluate(parameter.initializer, frame));
    if (value) machine.bind(parameter.name, value, frame);
  });
  return args.map((argument) => machine.evaluate(argument, frame));
}

function written(node: ts.Expression): { readonly name: string; readonly args: readonly ts.Expression[] } {
  return ts.isCallExpression(node)
    ? { name: node.expression.getText(), args: [...node.arguments] }
    : { name: node.getText(), args: [] };
}
