import { ts } from "ts-morph";
import type { CompiledLibrary } from "../../models/patterns.js";
import { nothing } from "../../provenance.js";
import type { World } from "../walk/machine.js";
import { namesOf } from "./modules.js";
import { tagsOf } from "./tags.js";
import type { ClassValue, FunctionValue, LibraryValue, Value } from "../values/value.js";

/** A model of a function of the project, as its configuration says it. */
export interface OwnModel {
  /** The file that exports it. */
  readonly file: string;
  /** `send`, `Mailer#send`, `mail.send`. */
  readonly name: string;
  readonly by: "call" | "decorator";
  readonly library: CompiledLibrary;
}

/** What the configuration and the comments say of the project's own functions. */
export interface Marks {
  /** The library value that calls of a function count as. */
  of(fn: FunctionValue): LibraryValue | undefined;
  /** The library that a decorator counts as part of, and its name there. */
  decorator(
    local: string,
    source: ts.SourceFile,
  ): { readonly library: CompiledLibrary; readonly name: string } | undefined;
  /** Models of functions that are not there. */
  missing(): readonly OwnModel[];
  /** Functions may be others now. */
  forget(): void;
}

/** Finds the functions that models of the user's own are about. */
export function createMarks(world: World, models: readonly OwnModel[]): Marks {
  let index: ReadonlyMap<string, OwnModel> | undefined;
  const found = (): ReadonlyMap<string, OwnModel> =>
    (index ??= new Map(models.flatMap((model) => placesOf(model, world).map((place) => [place, model] as const))));
  return {
    of(fn) {
      const { file } = fn.env;
      const source = world.project.source(file);
      const tagged = source && tagsOf(source).functions.get(fn.node.pos);
      if (tagged) return libraryValue(tagged.library, tagged.path);
      if (models.length === 0) return undefined;
      const model = found().get(`${file}:${fn.node.pos}`);
      return model && libraryValue(model.library, model.name);
    },
    decorator(local, source) {
      const root = local.split(".")[0] ?? local;
      const name = namesOf(source).locals.get(root);
      if (name?.kind !== "import") return undefined;
      const origin = models.length > 0 ? originOf(name.specifier, name.name, source.fileName, world) : undefined;
      const own = origin && found().get(`${origin.file} @${origin.name}`);
      const library = own?.library ?? world.libraries.forPackage(name.specifier);
      return library && { library, name: local === root ? name.name : local };
    },
    missing() {
      const there = new Set(found().values());
      return models.filter((model) => !there.has(model));
    },
    forget() {
      index = undefined;
    },
  };
}

function libraryValue(library: CompiledLibrary, path: string): LibraryValue {
  return { kind: "library", library, path, links: [], generics: [], provenance: nothing };
}

/** Where a name is declared that a file imports: re-exports are followed. */
function originOf(
  specifier: string,
  name: string,
  from: string,
  world: World,
  depth = 8,
): { readonly file: string; readonly name: string } | undefined {
  const file = world.project.resolve(specifier, from);
  const source = file === undefined ? undefined : world.project.source(file);
  if (file === undefined || !source || depth === 0) return undefined;
  const names = namesOf(source);
  const exported = names.exports.get(name);
  if (exported?.kind === "from") return originOf(exported.specifier, exported.name, file, world, depth - 1);
  if (exported) return { file, name };
  for (const star of names.stars) {
    const origin = originOf(star, name, file, world, depth - 1);
    if (origin) return origin;
  }
  return undefined;
}

/** What a model is about: the functions that it names, or the decorator. */
function placesOf({ file, name, by }: OwnModel, world: World): readonly string[] {
  if (by === "decorator") return world.exportedNames(file).includes(name) ? [`${file} @${name}`] : [];
  const [first = "", ...rest] = name.split(/[.#]/);
  const exported = world.exported(file, first);
  const starts: readonly Value[] = [...(exported ? [exported] : []), ...world.implementations(first)];
  return starts.flatMap((value) => functionsIn(value, rest));
}

function functionsIn(value: Value, path: readonly string[]): readonly string[] {
  const [name, ...rest] = path;
  if (value.kind === "function" && name === undefined) return [`${value.env.file}:${value.node.pos}`];
  if (value.kind === "object" && name !== undefined) {
    const member = value.properties.get(name);
    return member ? functionsIn(member, rest) : [];
  }
  const of = value.kind === "instance" ? value.of : value;
  return of.kind === "class" && name !== undefined ? methodPlaces(of, name) : [];
}

function methodPlaces({ node, env }: ClassValue, name: string): readonly string[] {
  return node.members.flatMap((member) => {
    if (member.name?.getText() !== name) return [];
    if (ts.isMethodDeclaration(member)) return [`${env.file}:${member.pos}`];
    const initializer = ts.isPropertyDeclaration(member) ? member.initializer : undefined;
    return initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
      ? [`${env.file}:${initializer.pos}`]
      : [];
  });
}
