import type { MapGraph, MapNode } from "./graph.js";
import { highest, proofOfAll, worst } from "./verdict.js";

/** Nodes that are drawn as one until somebody looks into them: a folder's entry points, a library's targets. */
export interface MapGroup extends Omit<MapNode, "kind" | "place"> {
  readonly kind: "entries" | "targets";
  /** The group that this one stands in. */
  readonly parent?: string;
}

export interface Grouping {
  /** Outer groups before inner ones. */
  readonly groups: readonly MapGroup[];
  /** The innermost group of a node. */
  readonly groupOf: ReadonlyMap<string, string>;
  /** Groups that are looked into at first: as many as leave the map readable. */
  readonly opened: readonly string[];
}

/** Groups entry points by folder and file, targets by library, and entry points that change nothing apart. */
export function groupsOf({ nodes, edges }: MapGraph): Grouping {
  const busy = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const entries = nodes.filter(({ id, kind }) => kind === "entry" && busy.has(id));
  const idle = nodes.filter(({ id, kind }) => kind === "entry" && !busy.has(id));
  const targets = nodes.filter(({ kind }) => kind !== "entry");
  const byFolder = folders(entries);
  const byLibrary = libraries(targets);
  const apart = idle.length > 1 ? [changesNothing(idle)] : [];
  const all = [...byFolder, ...byLibrary, ...apart];
  return {
    groups: all.map(({ group }) => group),
    // Inner groups come later and win.
    groupOf: new Map(all.flatMap(({ group, members }) => members.map(({ id }): [string, string] => [id, group.id]))),
    opened: [...opened(entries.length, byFolder), ...opened(targets.length, byLibrary)],
  };
}

/** So many boxes can stand in one column without losing the reader. */
const readable = 30;

interface Filled {
  readonly group: MapGroup;
  readonly members: readonly MapNode[];
}

/** By folder, file and route; where that parts nothing, by route alone. */
function folders(entries: readonly MapNode[]): readonly Filled[] {
  const byFile = parted(entries, ({ place, label }) => [...(place?.file.split("/") ?? []), ...routeOf(label)]);
  return byFile.length > 0 || entries.length <= readable ? byFile : parted(entries, ({ label }) => routeOf(label));
}

/** The fixed parts of a route, for `POST /orders/:id/pay` up to its first parameter. */
function routeOf(name: string): readonly string[] {
  const parts = (/\s(\/\S*)$/.exec(name)?.[1] ?? "").split("/").filter(Boolean);
  const open = parts.findIndex((part) => /^[:[{*(]/.test(part));
  return open < 0 ? parts : parts.slice(0, open);
}

/** Groups where ways part; `src/app` alone in `src` makes no group of its own, nor does what holds everything. */
function parted(entries: readonly MapNode[], wayOf: (node: MapNode) => readonly string[]): readonly Filled[] {
  const made: Filled[] = [];
  const divide = (members: readonly MapNode[], depth: number, parent?: string): void => {
    const further = members.filter((node) => wayOf(node).length >= depth);
    for (const [name, inside] of groupedBy(further, (node) => wayOf(node).slice(0, depth).join("/"))) {
      if (inside.length < 2) continue;
      const id = `folder:${name}`;
      const isPart = inside.length < members.length;
      const label = name.split("/").slice(-2).join("/");
      if (isPart) made.push({ group: groupOfNodes(id, "entries", label, inside, parent), members: inside });
      divide(inside, depth + 1, isPart ? id : parent);
    }
  };
  divide(entries, 1);
  return made;
}

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function libraries(targets: readonly MapNode[]): readonly Filled[] {
  return [...groupedBy(targets, ({ kind, library }) => `${kind}:${library}`)].flatMap(([key, members]) => {
    const [{ kind, library } = { kind: "store" as const, library: "" }] = members;
    if (members.length < 3) return [];
    const what = { store: "stores", provider: "operations", channel: "channels", entry: "" }[kind];
    return [{ group: groupOfNodes(`library:${key}`, "targets", `${library} ${what}`, members), members }];
  });
}

function changesNothing(idle: readonly MapNode[]): Filled {
  const group = groupOfNodes("idle", "entries", "Changes nothing", idle);
  return { group: { ...group, detail: `${idle.length} entry points without an effect` }, members: idle };
}

function groupOfNodes(
  id: string,
  kind: MapGroup["kind"],
  label: string,
  members: readonly MapNode[],
  parent?: string,
): MapGroup {
  const gaps = members.filter(({ verdict }) => verdict === "gap").length;
  const count = kind === "entries" ? `${members.length} entry points` : `${members.length} of them`;
  return {
    id,
    kind,
    label,
    library: members[0]?.library ?? "",
    detail: gaps === 0 ? count : `${count}, ${gaps} with gaps`,
    verdict: worst(members.map(({ verdict }) => verdict)),
    risk: highest(members.map(({ risk }) => risk)),
    ...proofOfAll(members),
    ...(parent === undefined ? {} : { parent }),
  };
}

/** Opens the largest group as long as the column stays readable. */
function opened(total: number, filled: readonly Filled[]): readonly string[] {
  if (total <= readable) return filled.map(({ group }) => group.id);
  const open = new Set<string>();
  const isShown = ({ group }: Filled) => group.parent === undefined || open.has(group.parent);
  const boxes = (inside: Filled) => {
    const inner = filled.filter(({ group }) => group.parent === inside.group.id);
    return inside.members.length - inner.reduce((sum, { members }) => sum + members.length - 1, 0);
  };
  const outermost = filled.filter(({ group }) => group.parent === undefined);
  let shown = total - outermost.reduce((sum, { members }) => sum + members.length - 1, 0);
  for (;;) {
    const [next] = filled
      .filter((one) => isShown(one) && !open.has(one.group.id) && shown - 1 + boxes(one) <= readable)
      .sort((a, b) => b.members.length - a.members.length);
    if (!next) return [...open];
    open.add(next.group.id);
    shown += boxes(next) - 1;
  }
}
