import { ts } from "ts-morph";
import { memberPath, sourcesAt } from "../../models/patterns.js";
import { from, member as memberOf, withNull } from "../../provenance.js";
import { siteOf } from "../../sites.js";
import { heldBy } from "../libraries/containers.js";
import { addedMember } from "../libraries/extensions.js";
import { inside, linked } from "../libraries/places.js";
import { methodOfSchema } from "../libraries/schema-methods.js";
import { inner } from "../walk/env.js";
import { closure } from "../functions/functions.js";
import { rewritten } from "../functions/rewritten.js";
import type { Frame, Machine } from "../walk/machine.js";
import { lockIn } from "../walk/state.js";
import { lengthOf } from "./picked.js";
import {
  isNullish,
  joinValues,
  literal,
  provenanceOf,
  unknown,
  type ClassValue,
  type InstanceValue,
  type LibraryValue,
  type Link,
  type UnknownValue,
  type Value,
} from "../values/value.js";
import { baseOf, declaredMember, libraryBase } from "./classes.js";
import { overridden, partOf } from "./parts.js";

/** The member of a value; `[]` is any element of a list. */
export function memberOfValue(value: Value, name: string, node: ts.Node, frame: Frame, machine: Machine): Value {
  const member = memberByKind(value, name, node, frame, machine);
  return name === "length" ? lengthOf(value, member, node, lockIn(frame.state)) : member;
}

function memberByKind(value: Value, name: string, node: ts.Node, frame: Frame, machine: Machine): Value {
  switch (value.kind) {
    case "object": {
      const known = value.properties.get(name);
      if (known?.kind === "function" && ts.isGetAccessorDeclaration(known.node))
        return machine.invoke({ ...known, self: value }, [], node, frame);
      if (known) return calledOn(value, resolved(known, machine));
      if (name === "[]") return joinValues([...value.properties.values(), ...(value.rest ? [value.rest] : [])]);
      if (value.rest) return memberOfValue(value.rest, name, node, frame, machine);
      return value.result ? partOf(value, name, memberOf(value.provenance, name), machine) : literal(undefined);
    }
    case "array":
      return memberOfArray(value, name);
    case "instance":
      return memberOfInstance(value, name, node, frame, machine) ?? unknown();
    case "class":
      return staticMember(value, name, frame, machine) ?? unknown();
    case "module":
      return machine.world.exported(value.file, name) ?? unknown();
    case "library":
      return memberOfLibrary(value, name, node, machine);
    case "error":
      return { ...value, path: [...value.path, name] };
    case "union":
      return joinValues(value.options.map((option) => memberOfValue(option, name, node, frame, machine)));
    case "literal":
      return unknown(value.provenance);
    case "function":
      return unknown();
    case "unknown":
      return memberOfUnknown(value, name, node, frame, machine);
  }
}

/** A function that an object holds is called on it; only one that says `this` can tell. */
function calledOn(owner: Value, member: Value): Value {
  if (member.kind !== "function" || !ownsThis(member.node) || !/\bthis\b/.test(member.node.getText())) return member;
  return { ...member, self: owner };
}

function ownsThis(node: ts.Node): boolean {
  return ts.isFunctionExpression(node) || (ts.isMethodDeclaration(node) && ts.isObjectLiteralExpression(node.parent));
}

function memberOfInstance(
  instance: InstanceValue,
  name: string,
  node: ts.Node,
  frame: Frame,
  machine: Machine,
): Value | undefined {
  const field = instance.fields.get(name);
  if (field) return resolved(field, machine);
  if (name === "constructor") return instance.of;
  for (
    let of: ClassValue | undefined = instance.of, depth = 0;
    of && depth < 12;
    of = baseOf(of, frame, machine), depth++
  ) {
    const found = declaredMember(of, name, false);
    if (found && ts.isMethodDeclaration(found)) return rewritten(closure(found, of.env, instance), machine);
    if (found && ts.isGetAccessorDeclaration(found) && found.body) {
      return machine.invoke(closure(found, of.env, instance), [], node, frame);
    }
    const library = libraryBase(of, frame, machine);
    if (library) return memberOfLibrary({ ...library, owner: instance.of, subject: instance }, name, node, machine);
  }
  return undefined;
}

function staticMember(of: ClassValue, name: string, frame: Frame, machine: Machine): Value | undefined {
  for (
    let current: ClassValue | undefined = of, depth = 0;
    current && depth < 12;
    current = baseOf(current, frame, machine), depth++
  ) {
    const found = declaredMember(current, name, true);
    if (found && ts.isMethodDeclaration(found)) return rewritten(closure(found, current.env, of), machine);
    if (found && ts.isPropertyDeclaration(found)) return staticField(found, current, of, frame, machine);
    const library = libraryBase(current, frame, machine);
    if (library)
      return {
        ...memberOfLibrary(
          { ...library, path: library.path.replace(/#$/, ""), owner: of },
          name,
          current.node,
          machine,
        ),
        ...{ generics: [of] },
      };
  }
  return undefined;
}

/** What a static field is given where it stands, or what it is declared to hold once somebody sets it: `static instance: Bus | null = null`. */
function staticField(
  { initializer, type }: ts.PropertyDeclaration,
  { env }: ClassValue,
  self: ClassValue,
  frame: Frame,
  machine: Machine,
): Value | undefined {
  const given = initializer && machine.evaluate(initializer, { ...frame, env: inner(env), self });
  if (given && !isNullish(given)) return given;
  const later = type && machine.typed({ node: type, file: env.file });
  return later ? joinValues([later, given ?? literal(undefined)]) : given;
}

/** What the project adds to a record, by its own class or by its schema: a method (`order.pay()`), or what its type says (`order.createLine`). */
export function memberOfRecord(
  library: LibraryValue,
  record: Value,
  name: string,
  frame: Frame,
  machine: Machine,
): Value | undefined {
  for (
    let of = library.owner, depth = 0;
    of?.kind === "class" && depth < 12;
    of = baseOf(of, frame, machine), depth++
  ) {
    const found = declaredMember(of, name, false);
    if (found && ts.isMethodDeclaration(found)) return rewritten(closure(found, of.env, record), machine);
    if (found && ts.isPropertyDeclaration(found) && found.type) {
      const typed = machine.typed({ node: found.type, file: of.env.file });
      return typed?.kind === "library" ? typed : undefined;
    }
  }
  return methodOfSchema(library, record, name, "records", machine.world.moduleEnv);
}

/** `orderSchema.statics.settle = …` is `Order.settle`. */
function methodOfTable(value: LibraryValue, name: string, machine: Machine): Value | undefined {
  return value.path.endsWith("#") ? methodOfSchema(value, value, name, "table", machine.world.moduleEnv) : undefined;
}

function memberOfLibrary(value: LibraryValue, name: string, node: ts.Node, machine: Machine): Value {
  // A part of the answer, unless the chain of calls goes on.
  if (value.answer && !isCallee(node)) return answerMember(value.answer, name, machine);
  const held = value.library.model.containers && heldBy(value, name, machine);
  if (held) return held;
  const added = addedMember(value, name) ?? memberAmong(value, name) ?? methodOfTable(value, name, machine);
  if (added) return added;
  const path = memberPath(value.library, value.path, name);
  const source = sourcesAt(value.library, path).find((model) => model.on === "read");
  if (source) return unknown(from(source.kind, node.getText().slice(0, 60), siteOf(node)));
  // A name that is folded away (`sequelize.models.order`) may still say which table is meant.
  const folded = !path.endsWith(name) && isModels(value.path);
  const links = folded
    ? [...value.links, { name: "models", args: [literal(name)], node: node as Link["node"] }]
    : value.links;
  return { ...value, path, links };
}

/** `service.entities.account`: what the service was made with under that name. */
function memberAmong({ library, path, links }: LibraryValue, name: string): Value | undefined {
  const { holds } = library.model;
  if (holds?.path !== path) return undefined;
  const { link = [], argument = 0 } = holds.members;
  const made = linked(link, links).at(-1)?.args[argument];
  return made && inside(made, name);
}

/** `sequelize.models`, `mongoose.models`: what holds models by their names. */
function isModels(path: string): boolean {
  return path === "models" || path.endsWith("#models");
}

function answerMember(answer: Value, name: string, machine: Machine): Value {
  if (answer.kind === "object")
    return answer.properties.get(name) ?? partOf(answer, name, memberOf(answer.provenance, name), machine);
  return partOf(answer, name, memberOf(answer.provenance, name), machine);
}

function isCallee(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.parent) && node.parent.expression === node;
}

function memberOfArray(value: Value & { kind: "array" }, name: string): Value {
  if (name === "length") {
    const length = unknown(provenanceOf(value));
    return value.result ? { ...length, result: { ...value.result, path: [...value.result.path, name] } } : length;
  }
  if (/^\d+$/.test(name)) return value.items[Number(name)] ?? unknown();
  return value.items.length > 0 ? joinValues(value.items) : unknown();
}

function memberOfUnknown(value: UnknownValue, name: string, node: ts.Node, frame: Frame, machine: Machine): Value {
  if (value.type) {
    const typed = machine.typed(value.type);
    if (typed && typed.kind !== "unknown") {
      const found = memberOfValue(typed, name, node, frame, machine);
      if (found.kind !== "unknown" && found.kind !== "literal") return found;
      if (found.kind === "unknown" && found.type && !value.members)
        return {
          ...memberOfUnknown({ ...value, type: undefined }, name, node, frame, machine),
          type: found.type,
        } as Value;
    }
  }
  const { provenance, members } = overridden(value, name);
  const made = withNull(provenance, value.provenance.maybeNull === true && name !== "length");
  return {
    ...partOf(value, name, made, machine),
    ...(members ? { members } : {}),
    ...(value.whole === undefined && WHOLE.has(name) && value.members ? { whole: true } : {}),
  };
}

const WHOLE = new Set(["body", "data", "payload", "value", "content", "detail"]);

function resolved(value: Value, machine: Machine): Value {
  if (value.kind !== "unknown" || !value.type || value.provenance.sources.length > 0) return value;
  return machine.typed(value.type) ?? value;
}
