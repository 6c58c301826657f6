import { ts } from "ts-morph";
import type { LibraryModel } from "../../models/model.js";
import { compileLibrary, type CompiledLibrary } from "../../models/patterns.js";
import { EFFECT_KINDS, RISKS, type EffectKind, type Risk } from "../../trace.js";
import { parametersOf } from "../functions/parameters.js";

/** What the comments of a file say of its functions: `@effect`, `@idempotencyGuard`, `@idempotent`. */
export interface Tags {
  /** The model of a function, by the position of its node. */
  readonly functions: ReadonlyMap<number, Tagged>;
  /** Tags that say nothing: one sentence each. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

export interface Tagged {
  readonly library: CompiledLibrary;
  /** The function's name, which is its path in the library. */
  readonly path: string;
}

/** Reads a file's tags, once per text. */
export function tagsOf(source: ts.SourceFile): Tags {
  const known = cache.get(source);
  if (known) return known;
  const tags = TAG.test(source.text) ? read(source) : NONE;
  cache.set(source, tags);
  return tags;
}

const cache = new WeakMap<ts.SourceFile, Tags>();
const TAG = /^[ \t]*(?:\/\*)?\*[ \t]*@(?:effect|idempotent|idempotencyGuard)(?:[ \t]|$|\*\/)/m;
const NONE: Tags = { functions: new Map(), problems: [] };

function read(source: ts.SourceFile): Tags {
  const functions = new Map<number, Tagged>();
  const problems: { line: number; message: string }[] = [];
  const visit = (node: ts.Node): void => {
    const fn = functionIn(node);
    for (const tag of fn ? tagsBefore(node, source) : []) {
      const made = modelOf(tag, nameOf(node), fn as ts.FunctionLikeDeclaration);
      if (typeof made === "string")
        problems.push({ line: source.getLineAndCharacterOfPosition(tag.at).line + 1, message: made });
      else if (fn) functions.set(fn.pos, { library: compileLibrary(made), path: nameOf(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { functions, problems };
}

/** The function that a statement or member declares, where a comment before it is about that function. */
function functionIn(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return node.body ? node : undefined;
  const initializer = ts.isVariableStatement(node)
    ? node.declarationList.declarations[0]?.initializer
    : ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node)
      ? node.initializer
      : undefined;
  return initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
    ? initializer
    : undefined;
}

function nameOf(node: ts.Node): string {
  const named = ts.isVariableStatement(node)
    ? node.declarationList.declarations[0]?.name
    : (node as { name?: ts.Node }).name;
  return named?.getText().replace(/\W/g, "") ?? "default";
}

interface Tag {
  readonly name: "effect" | "idempotent" | "idempotencyGuard";
  readonly words: readonly string[];
  readonly at: number;
}

function tagsBefore(node: ts.Node, source: ts.SourceFile): readonly Tag[] {
  return (ts.getLeadingCommentRanges(source.text, node.pos) ?? []).flatMap(({ pos, end }) => {
    const text = source.text.slice(pos, end);
    if (!text.startsWith("/**")) return [];
    return [
      ...text.matchAll(
        /(?:^\/\*\*|\n[ \t]*\*)[ \t]*@(effect|idempotent|idempotencyGuard)(?:[ \t]+([^\n]*?))?[ \t]*(?=\*\/|\n)/g,
      ),
    ].map((match): Tag => ({
      name: match[1] as Tag["name"],
      words: (match[2] ?? "").split(/\s+/).filter((word) => word !== ""),
      at: pos + match.index,
    }));
  });
}

/** The model that a tag stands for, or what is wrong with it. */
function modelOf(tag: Tag, name: string, fn: ts.FunctionLikeDeclaration): LibraryModel | string {
  const made =
    tag.name === "effect"
      ? effectOf(tag, name, fn)
      : tag.name === "idempotent"
        ? harmless(name)
        : guardOf(tag, name, fn);
  return typeof made === "string" ? made : { library: "this project", packages: [], versions: "", docs: "", ...made };
}

type Made = Pick<LibraryModel, "calls" | "wrappers" | "middleware">;

function effectOf({ words }: Tag, name: string, fn: ts.FunctionLikeDeclaration): Made | string {
  const kind = words.find((word): word is EffectKind => KINDS.has(word));
  if (words[0] !== kind || kind === undefined)
    return `@effect ${words[0] ?? ""} on ${name} names no kind of effect. Write one of ${EFFECT_KINDS.join(", ")} first.`;
  const rest = words.slice(1);
  const risk = rest.find((word): word is Risk => RISK_WORDS.has(word));
  const key = keyOf(rest, name, fn);
  if (typeof key === "string") return key;
  const target = rest.filter((word) => word !== risk && !word.startsWith("key=")).join(" ");
  return {
    calls: [
      {
        match: name,
        effect: kind,
        target: { text: target === "" ? name : target },
        ...(risk && { risk }),
        ...(key && { key: { place: key.property ?? `argument ${key.argument + 1}`, ...key, use: "required" } }),
      },
    ],
  };
}

function harmless(name: string): Made {
  return {
    wrappers: [{ match: name, kind: "guard", itself: true, callback: {}, what: `${name} is marked as idempotent` }],
  };
}

/** A function that takes a function runs it once; one that answers yes or no is a claim; any other stops a second attempt. */
function guardOf({ words }: Tag, name: string, fn: ts.FunctionLikeDeclaration): Made | string {
  const key = keyOf(words, name, fn);
  if (typeof key === "string") return key;
  const callback = parametersOf(fn).findIndex((parameter) => takesFunction(parameter, fn));
  const what = `${name} is marked as a guard`;
  if (callback >= 0)
    return { wrappers: [{ match: name, kind: "guard", callback: { argument: callback }, ...(key && { key }), what }] };
  if (/\bboolean\b/.test(fn.type?.getText() ?? ""))
    return {
      calls: [
        {
          match: name,
          effect: "reserve",
          target: { text: name },
          claim: { won: "truthy", by: "insert", key: key ?? { argument: 0 } },
        },
      ],
    };
  return {
    wrappers: [{ match: name, kind: "guard", rest: true, callback: {}, what }],
    middleware: [{ match: name, guard: "wrapper", what }],
  };
}

/** `key=request.idempotencyKey`: a parameter, and a property path in it. */
function keyOf(
  words: readonly string[],
  name: string,
  fn: ts.FunctionLikeDeclaration,
): { readonly argument: number; readonly property?: string } | string | undefined {
  const written = words.find((word) => word.startsWith("key="))?.slice("key=".length);
  if (written === undefined) return undefined;
  const [parameter = "", ...property] = written.split(".");
  const argument = parametersOf(fn).findIndex((item) => ts.isIdentifier(item.name) && item.name.text === parameter);
  if (argument < 0) return `The tag on ${name} says key=${written}, but ${name} has no parameter ${parameter}.`;
  return { argument, ...(property.length > 0 && { property: property.join(".") }) };
}

function takesFunction({ name, type }: ts.ParameterDeclaration, fn: ts.FunctionLikeDeclaration): boolean {
  if (type)
    return ts.isFunctionTypeNode(type) || (ts.isParenthesizedTypeNode(type) && ts.isFunctionTypeNode(type.type));
  const body = "body" in fn ? fn.body?.getText() : undefined;
  return ts.isIdentifier(name) && body !== undefined && new RegExp(`\\b${name.text}\\(`).test(body);
}

const KINDS: ReadonlySet<string> = new Set(EFFECT_KINDS);
const RISK_WORDS: ReadonlySet<string> = new Set(RISKS);
