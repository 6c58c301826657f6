import { ts } from "ts-morph";
import { bare, isTrue, nameOf, objectOf, propertyOf, stringOf } from "./literal.js";
import type { Attribute } from "./sequelize-parts.js";

/** A decorator of the project's own that puts columns into one unique index. */
export interface IndexDecorator {
  readonly name: string;
  /** What the columns of one index share. */
  readonly set: string;
}

/** `const OneEach = createIndexDecorator({ name: "one_each", unique: true })`. */
export function indexDecoratorsAt(node: ts.Node): readonly IndexDecorator[] {
  const made = ts.isVariableDeclaration(node) && node.initializer ? bare(node.initializer) : undefined;
  if (!made || !ts.isVariableDeclaration(node) || !ts.isCallExpression(made)) return [];
  const name = nameOf(node.name);
  if (name === undefined || made.expression.getText().split(".").at(-1) !== "createIndexDecorator") return [];
  const options = made.arguments.find((argument) => objectOf(argument));
  const isUnique = isTrue(propertyOf(options, "unique")) || stringOf(propertyOf(options, "type")) === "UNIQUE";
  return isUnique ? [{ name, set: stringOf(propertyOf(options, "name")) ?? stringOf(made.arguments[0]) ?? name }] : [];
}

/** The model with the indexes that such decorators put its attributes into. */
export function withDecorators<Model extends { readonly attributes: readonly Attribute[] }>(
  model: Model,
  decorators: ReadonlyMap<string, string>,
): Model {
  if (decorators.size === 0) return model;
  const attributes = model.attributes.map((attribute) => {
    const set = attribute.decorators?.map((name) => decorators.get(name)).find((name) => name !== undefined);
    return set === undefined ? attribute : { ...attribute, unique: set };
  });
  return { ...model, attributes };
}
