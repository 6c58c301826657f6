import { ts } from "ts-morph";

/**
 * An expression over `{0}` with what the name, or the names that it is taken apart into, say for it; nothing where a member
 * that it needs is left out, or may be something else.
 */
export function readFrom(name: ts.BindingName, expression: string): string | undefined {
  return filledIn(expression, (path) => memberOf(name, path));
}

/** An expression over `{0}` with every member of it read as it says; nothing where one cannot be read. */
export function filledIn(
  expression: string,
  read: (path: readonly string[]) => string | undefined,
): string | undefined {
  const members = [...expression.matchAll(PLACE)].map(([, path = ""]) => read(membersOf(path)));
  if (members.includes(undefined)) return undefined;
  const left = members.values();
  return expression.replace(PLACE, () => left.next().value ?? "");
}

/** `{0}` and the members behind it, up to a call. */
const PLACE = /\{0\}((?:\.[A-Za-z_$][\w$]*(?![\w$]*\())*)/g;

function membersOf(path: string): readonly string[] {
  return path.split(".").slice(1);
}

/** A member of what is bound to a name or pattern, as it is read there. */
export function memberOf(name: ts.BindingName, path: readonly string[]): string | undefined {
  if (ts.isIdentifier(name)) return [name.text, ...path].join(".");
  const [first, ...others] = path;
  if (ts.isArrayBindingPattern(name) || first === undefined) return undefined;
  const element = elementOf(name, first);
  // With a default it may be a value that every delivery has.
  if (element) return element.initializer ? undefined : memberOf(element.name, others);
  const rest = name.elements.find(({ dotDotDotToken }) => dotDotDotToken);
  return rest && memberOf(rest.name, path);
}

/** The part of a pattern that takes out a member. */
export function elementOf(pattern: ts.ObjectBindingPattern, member: string): ts.BindingElement | undefined {
  return pattern.elements.find((element) => takenBy(element) === member);
}

/** The member that a part of a pattern takes out; none for the rest and for computed names. */
export function takenBy({ name, propertyName, dotDotDotToken }: ts.BindingElement): string | undefined {
  if (dotDotDotToken) return undefined;
  const property = propertyName ?? name;
  return ts.isIdentifier(property) || ts.isStringLiteral(property) ? property.text : undefined;
}
