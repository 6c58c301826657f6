import { Graph, layout } from "@dagrejs/dagre";
import { compact } from "./compact.js";
import type { MapEdge } from "./graph.js";
import type { MapBox, Overview } from "./overview.js";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node with its box; `x` and `y` are its centre. */
export type PlacedNode = MapBox & Box;

export interface PlacedEdge extends MapEdge {
  readonly points: readonly Point[];
}

export interface PlacedMap {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** Places entry points to the left, what they reach to the right, consumers further on. */
export function placeMap(map: Overview): PlacedMap {
  const graph = new library.Graph({ directed: true, multigraph: true });
  graph.setGraph({
    rankdir: "LR",
    nodesep: nodeGap,
    edgesep: 8,
    ranksep: isDense(map) ? 150 : 40,
    marginx: margin,
    marginy: margin,
  });
  const widths = widthsOf(map.nodes);
  for (const { id, kind } of map.nodes) graph.setNode(id, { width: widths(kind), height: boxHeight });
  for (const [index, edge] of map.edges.entries()) {
    const label: Record<string, string | number> = isDense(map)
      ? {}
      : { width: edge.label.length * 5.6, height: 14, labelpos: "c" };
    graph.setEdge({ v: edge.from, w: edge.to, name: String(index) }, label);
  }
  holdLeft(map, graph);
  library.layout(graph);
  const nodes = new Map(
    map.nodes.map((node): [string, PlacedNode] => {
      const { x, y, width, height } = graph.node(node.id);
      return [node.id, { ...node, x, y, width, height }];
    }),
  );
  const isTight = isDense(map);
  if (isTight)
    for (const [id, y] of compact([...nodes.values()], map.edges, nodeGap))
      nodes.set(id, { ...(nodes.get(id) as PlacedNode), y });
  const edges = map.edges.map((edge, index): PlacedEdge => {
    const { points } = graph.edge({ v: edge.from, w: edge.to, name: String(index) });
    const between = isTight ? [] : points.slice(1, -1);
    return { ...edge, points: [...rightOf(nodes.get(edge.from)), ...between, ...leftOf(nodes.get(edge.to))] };
  });
  return framed(map.title, [...nodes.values()], edges);
}

/** Everything moved into a frame that holds it. */
function framed(title: string, nodes: readonly PlacedNode[], edges: readonly PlacedEdge[]): PlacedMap {
  const points = edges.flatMap((edge) => edge.points);
  const xs = [...nodes.flatMap(({ x, width }) => [x - width / 2, x + width / 2]), ...points.map(({ x }) => x)];
  const ys = [...nodes.flatMap(({ y, height }) => [y - height / 2, y + height / 2]), ...points.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs, Infinity), Math.min(...ys, Infinity)];
  const moved = <Spot extends Point>(spot: Spot): Spot => ({
    ...spot,
    x: spot.x - left + margin,
    y: spot.y - top + margin,
  });
  return {
    title,
    width: nodes.length === 0 ? 200 : Math.max(...xs) - left + 2 * margin,
    height: nodes.length === 0 ? 80 : Math.max(...ys) - top + 2 * margin,
    nodes: nodes.map(moved),
    edges: edges.map((edge) => ({ ...edge, points: edge.points.map(moved) })),
  };
}

/** More labels than this hide the lines. */
export const mostLabels = 36;

/** With this many edges their labels show only under the pointer, and need no room of their own. */
export function isDense({ edges }: Pick<Overview, "edges">): boolean {
  return edges.length > mostLabels;
}

/** How high every box is, and how far apart two of a column stand at least. */
export const boxHeight = 44;
export const nodeGap = 14;

/** Boxes of one side are equally wide: enough for the longest text there, within reason; longer text is cut. */
export function widthsOf(
  boxes: readonly Pick<MapBox, "kind" | "label" | "detail">[],
): (kind: MapBox["kind"]) => number {
  const isEntry = (kind: string) => kind === "entry" || kind === "entries";
  const needed = (side: boolean) =>
    Math.max(
      ...boxes
        .filter(({ kind }) => isEntry(kind) === side)
        .map(({ label, detail }) => Math.max(label.length * 7.8, detail.length * 6)),
      0,
    );
  const width = (side: boolean) => Math.round(Math.min(Math.max(needed(side) + 36, 130), 290));
  const entries = width(true);
  const targets = width(false);
  return (kind) => (isEntry(kind) ? entries : targets);
}

/** A rectangle around its centre. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

const margin = 24;
const anchor = "anchor";

/** Entry points that nothing leads to stand in the first column, tied to a node that is not drawn. */
function holdLeft(map: Overview, graph: LayoutGraph): void {
  const led = new Set(map.edges.map(({ to }) => to));
  const first = map.nodes.filter(({ id, kind }) => (kind === "entry" || kind === "entries") && !led.has(id));
  if (first.length === 0) return;
  graph.setNode(anchor, { width: 1, height: 1 });
  for (const { id } of first) graph.setEdge({ v: anchor, w: id, name: anchor }, { weight: 20 });
}

/** Lines leave a node on its right side and reach the next on its left. */
function rightOf(node: PlacedNode | undefined): Point[] {
  return node ? [{ x: node.x + node.width / 2, y: node.y }] : [];
}

function leftOf(node: PlacedNode | undefined): Point[] {
  return node ? [{ x: node.x - node.width / 2, y: node.y }] : [];
}

/** The library as far as it is used: its own types do not resolve under Node's module rules. */
interface LayoutGraph {
  setGraph(options: Readonly<Record<string, string | number>>): void;
  setNode(id: string, size: { readonly width: number; readonly height: number }): void;
  setEdge(edge: EdgeName, options: Readonly<Record<string, string | number>>): void;
  node(id: string): Box;
  edge(edge: EdgeName): { readonly points: readonly Point[] };
  graph(): { readonly width?: number; readonly height?: number };
}

interface EdgeName {
  readonly v: string;
  readonly w: string;
  readonly name: string;
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- see LayoutGraph
const library = { Graph, layout } as unknown as {
  readonly Graph: new (options: { readonly directed: boolean; readonly multigraph: boolean }) => LayoutGraph;
  layout(graph: LayoutGraph): void;
};
