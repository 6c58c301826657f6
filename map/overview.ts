import type { MapEdge, MapGraph, MapNode } from "./graph.js";
import { groupsOf, type MapGroup } from "./groups.js";
import { worst } from "./verdict.js";

/** What a picture draws as one box: a node, or a closed group with what is in it. */
export type MapBox = MapNode | MapGroup;

/** A map to look at, not to look into. */
export interface Overview {
  readonly title: string;
  readonly nodes: readonly MapBox[];
  readonly edges: readonly MapEdge[];
}

/** A large service by groups, so that a picture of it can be read; a small one as it is. Entry points that change nothing are left out. */
export function overviewOf(map: MapGraph): Overview {
  const tied = new Set(map.edges.flatMap(({ from, to }) => [from, to]));
  const busy = { ...map, nodes: map.nodes.filter(({ id }) => tied.has(id)) };
  const { groups, groupOf, opened } = groupsOf(busy);
  const byId = new Map<string, MapBox>([...busy.nodes, ...groups].map((box) => [box.id, box]));
  const parents = new Map(groups.map(({ id, parent }) => [id, parent]));
  /** The outermost closed group around a node, or the node. */
  const shownAs = (id: string) => {
    let shown = id;
    for (let group = groupOf.get(id); group !== undefined; group = parents.get(group))
      if (!opened.includes(group)) shown = group;
    return shown;
  };
  const nodes = new Set(busy.nodes.flatMap(({ id }) => byId.get(shownAs(id)) ?? []));
  const lines = new Map<string, MapEdge[]>();
  for (const edge of busy.edges) {
    const key = JSON.stringify([shownAs(edge.from), shownAs(edge.to), edge.again]);
    lines.set(key, [...(lines.get(key) ?? []), edge]);
  }
  const edges = [...lines.values()].flatMap((same) => joined(same, shownAs) ?? []);
  return { title: map.title, nodes: [...nodes], edges };
}

function joined(same: readonly MapEdge[], shownAs: (id: string) => string): MapEdge | undefined {
  const [first] = same;
  if (!first) return undefined;
  const effects = same.flatMap((edge) => edge.effects);
  const ends = { from: shownAs(first.from), to: shownAs(first.to) };
  if (same.length === 1 || first.again) return { ...first, ...ends, effects };
  const gaps = effects.filter(({ verdict }) => verdict === "gap").length;
  const count = `${effects.length} ${effects.length === 1 ? "effect" : "effects"}`;
  const label = gaps === 0 ? count : `${count}, ${gaps} ${gaps === 1 ? "gap" : "gaps"}`;
  return { ...ends, label, verdict: worst(same.map(({ verdict }) => verdict)), again: false, effects };
}
