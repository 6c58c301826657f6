import type { MapFormat } from "./formats.js";
import type { MapGraph } from "./graph.js";
import { renderHtml } from "./html.js";
import { placeMap } from "./layout.js";
import { renderSvg } from "./svg.js";
import { renderDot, renderJson, renderMermaid } from "./text-formats.js";

/** The map as text in one of the formats. Pictures leave out entry points that change nothing. */
export function renderMap(map: MapGraph, format: MapFormat): string {
  const busy = withoutIdle(map);
  switch (format) {
    case "svg":
      return `${renderSvg(placeMap(busy))}\n`;
    case "html":
      return renderHtml(map);
    case "mermaid":
      return renderMermaid(busy);
    case "dot":
      return renderDot(busy);
    case "json":
      return renderJson(map);
  }
}

function withoutIdle(map: MapGraph): MapGraph {
  const tied = new Set(map.edges.flatMap(({ from, to }) => [from, to]));
  return { ...map, nodes: map.nodes.filter(({ id }) => tied.has(id)) };
}
