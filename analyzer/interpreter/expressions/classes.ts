import { ts } from "ts-morph";
import { canonical } from "../../models/patterns.js";
import { inner } from "../walk/env.js";
import type { Frame, Machine } from "../walk/machine.js";
import type { ClassValue, LibraryValue } from "../values/value.js";

/** The class that another extends, when the project declares it. */
export function baseOf(of: ClassValue, frame: Frame, machine: Machine): ClassValue | undefined {
  const clause = of.node.heritageClauses?.find((item) => item.token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  if (!clause) return undefined;
  const env = inner(of.env);
  const scope = { ...frame, env };
  const value = machine.evaluate(clause.expression, scope);
  return value.kind === "class" && value.node !== of.node ? value : undefined;
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

/** The member of this name that a class itself implements: signatures of overloads, and what is abstract, have no body. */
export function declaredMember(of: ClassValue, name: string, asStatic: boolean): ts.ClassElement | undefined {
  return of.node.members.find(
    (item) =>
      item.name?.getText() === name &&
      isStatic(item) === asStatic &&
      !(ts.isMethodDeclaration(item) && item.body === undefined),
  );
}

export function isStatic(node: ts.ClassElement): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword)
  );
}
