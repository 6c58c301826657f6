import { posix } from "node:path";
import { ts } from "ts-morph";
import type { MountModel } from "../../models/entry-model.js";
import { joinPaths, writtenPath } from "./paths.js";
import { at, type Called } from "./places.js";

/** A folder of files that are loaded. */
export interface Loaded {
  readonly folder: string;
  /** The names of the folders below are parts of the path. */
  readonly adds: boolean;
  readonly path: string;
  readonly under: ts.Node | undefined;
  readonly call: ts.Node;
  readonly library: string;
}

/** The innermost of the folders that a file is in. */
export function nearest(folders: readonly Loaded[], library: string, file: string): Loaded | undefined {
  const around = folders.filter((it) => it.library === library && file.startsWith(`${it.folder}/`));
  return around.sort((a, b) => b.folder.length - a.folder.length)[0];
}

/** `users/_id/orders.ts` is `/users/:id`. */
export function pathIn({ folder, adds, path }: Loaded, file: string): string {
  const below = posix.dirname(file).slice(folder.length).replace(/\/_/g, "/:");
  return adds ? joinPaths(path, below) : path;
}

/** The folder that a call loads, where it is written out. */
export function folderOf(
  { place, flat }: NonNullable<MountModel["folder"]>,
  path: string,
  called: Called,
): Omit<Loaded, "under"> | undefined {
  const { node } = called.link;
  const options = ts.isCallExpression(node) && node.arguments[place.argument ?? 0];
  const written =
    options && ts.isObjectLiteralExpression(options) ? memberOf(options, place.property ?? "") : undefined;
  const stays = at(flat, called);
  if (!written) return undefined;
  const folder = posix.join(posix.dirname(node.getSourceFile().fileName), writtenPath(written));
  const adds = !(stays?.kind === "literal" && stays.value === false);
  return { folder, adds, path, call: node, library: called.receiver.library.model.library };
}

function memberOf(options: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  return options.properties.filter(ts.isPropertyAssignment).find((item) => item.name.getText() === name)?.initializer;
}
