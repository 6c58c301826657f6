import { Graph, layout } from "@dagrejs/dagre";
import type { MapEdge, MapGraph, MapNode } from "./graph.js";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node with its box; `x` and `y` are its centre. */
export interface PlacedNode extends MapNode, Box {}

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

/**
 * Places entry points to the left, what they reach to the right, consumers further on. An earlier layout of the same shape
 * is taken over: most edits move lines, not arrows.
 */
export function placeMap(map: MapGraph, earlier?: PlacedMap): PlacedMap {
  if (earlier && shapeOf(earlier) === shapeOf(map)) {
    return {
      ...earlier,
      nodes: map.nodes.map((node, index) => ({ ...earlier.nodes[index], ...node }) as PlacedNode),
      edges: map.edges.map((edge, index) => ({ ...edge, points: earlier.edges[index]?.points ?? [] })),
    };
  }
  const graph = new library.Graph({ directed: true, multigraph: true });
  graph.setGraph({
    rankdir: "LR",
    nodesep: 14,
    edgesep: 8,
    ranksep: isDense(map) ? 150 : 40,
    marginx: margin,
    marginy: margin,
  });
  for (const node of map.nodes) graph.setNode(node.id, { width: widthOf(node), height: 44 });
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
  const left = Math.min(...[...nodes.values()].map(({ x, width }) => x - width / 2)) - margin;
  const { width = 0, height = 0 } = graph.graph();
  return {
    title: map.title,
    width: Math.max(width - (nodes.size === 0 ? 0 : left), 200),
    height: Math.max(height, 80),
    nodes: [...nodes.values()].map((node) => ({ ...node, x: node.x - left })),
    edges: map.edges.map((edge, index) => {
      const { points } = graph.edge({ v: edge.from, w: edge.to, name: String(index) });
      const between = points.slice(1, -1);
      const ends = [...rightOf(nodes.get(edge.from)), ...between, ...leftOf(nodes.get(edge.to))];
      return { ...edge, points: ends.map(({ x, y }) => ({ x: x - left, y })) };
    }),
  };
}

/** With this many edges their labels show only under the pointer, and need no room of their own. */
export function isDense({ edges }: Pick<MapGraph, "edges">): boolean {
  return edges.length > 60;
}

function shapeOf({ title, nodes, edges }: MapGraph): string {
  return JSON.stringify([
    title,
    nodes.map(({ id, label, detail }) => [id, label, detail]),
    edges.map(({ from, to, label }) => [from, to, label]),
  ]);
}

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

const margin = 24;
const anchor = "anchor";

/** Entry points that nothing leads to stand in the first column, tied to a node that is not drawn. */
function holdLeft(map: MapGraph, graph: LayoutGraph): void {
  const led = new Set(map.edges.map(({ to }) => to));
  const first = map.nodes.filter(({ id, kind }) => kind === "entry" && !led.has(id));
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

/** Wide enough for the longer of both lines, within reason; longer text is cut. */
function widthOf({ label, detail }: MapNode): number {
  const characters = Math.max(label.length * 8, detail.length * 6.2);
  return Math.round(Math.min(Math.max(characters + 36, 110), 300));
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
