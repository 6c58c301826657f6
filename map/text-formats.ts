import type { MapEdge, MapGraph } from "./graph.js";
import type { MapBox, Overview } from "./overview.js";

/** The graph as data, for other tools. */
export function renderJson(map: MapGraph): string {
  return `${JSON.stringify({ version: 1, ...map }, undefined, 2)}\n`;
}

/** A Mermaid flowchart, for Markdown that draws it. */
export function renderMermaid(map: Overview): string {
  const names = numbered(map);
  const text = (value: string) => value.replaceAll('"', "#quot;");
  const box = ({ kind, label, detail, proof }: MapBox) => {
    const content = `"${text(label)}<br/><small>${text(withProof(detail, proof))}</small>"`;
    return {
      entry: `[${content}]`,
      store: `[(${content})]`,
      provider: `{{${content}}}`,
      channel: `([${content}])`,
      entries: `[[${content}]]`,
      targets: `[[${content}]]`,
    }[kind];
  };
  const arrow = ({ again, label }: MapEdge) => `${again ? "-.->" : "-->"}|"${text(label)}"|`;
  const classed = (verdict: string) =>
    map.nodes.filter((node) => node.verdict === verdict).map(({ id }) => names.get(id));
  const gaps = map.edges.flatMap(({ verdict }, index) => (verdict === "gap" ? [index] : []));
  return [
    "flowchart LR",
    ...map.nodes.map((node) => `  ${names.get(node.id)}${box(node)}`),
    ...map.edges.map((edge) => `  ${names.get(edge.from)} ${arrow(edge)} ${names.get(edge.to)}`),
    "  classDef gap stroke:#cf222e,stroke-width:2px",
    "  classDef guarded stroke:#1a7f37",
    ...(["gap", "guarded"] as const).flatMap((verdict) => {
      const members = classed(verdict);
      return members.length === 0 ? [] : [`  class ${members.join(",")} ${verdict}`];
    }),
    ...(gaps.length === 0 ? [] : [`  linkStyle ${gaps.join(",")} stroke:#cf222e`]),
    "",
  ].join("\n");
}

/** Graphviz. */
export function renderDot(map: Overview): string {
  const names = numbered(map);
  const quote = (value: string) => `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  const shapes = {
    entry: "box",
    store: "cylinder",
    provider: "octagon",
    channel: "oval",
    entries: "folder",
    targets: "folder",
  };
  const colours = { gap: "#cf222e", guarded: "#1a7f37", open: "#818b98" };
  return [
    `digraph ${quote(map.title)} {`,
    "  rankdir=LR;",
    '  node [fontname="sans-serif"];',
    ...map.nodes.map(
      ({ id, kind, label, detail, verdict, proof }) =>
        `  ${names.get(id)} [label=${quote(`${label}\n${withProof(detail, proof)}`).replaceAll("\n", "\\n")}, shape=${shapes[kind]}, color="${colours[verdict]}"];`,
    ),
    ...map.edges.map(
      ({ from, to, label, verdict, again }) =>
        `  ${names.get(from)} -> ${names.get(to)} [label=${quote(label)}, color="${colours[verdict]}"${again ? ", style=dashed" : ""}];`,
    ),
    "}",
    "",
  ].join("\n");
}

function numbered(map: Overview): ReadonlyMap<string, string> {
  return new Map(map.nodes.map(({ id }, index) => [id, `n${index}`]));
}

function withProof(detail: string, proof: MapBox["proof"]): string {
  return proof === undefined ? detail : `${detail} · ${proof} by a run`;
}
