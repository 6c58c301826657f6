import type { MapFormat } from "./formats.js";
import type { MapGraph } from "./graph.js";
import { renderHtml } from "./html.js";
import { placeMap } from "./layout.js";
import { overviewOf } from "./overview.js";
import { renderSvg } from "./svg.js";
import { renderDot, renderJson, renderMermaid } from "./text-formats.js";

/** The map as text in one of the formats: whole as a page and as data, as an overview in pictures. */
export function renderMap(map: MapGraph, format: MapFormat): string {
  switch (format) {
    case "svg":
      return `${renderSvg(placeMap(overviewOf(map)))}\n`;
    case "html":
      return renderHtml(map);
    case "mermaid":
      return renderMermaid(overviewOf(map));
    case "dot":
      return renderDot(overviewOf(map));
    case "json":
      return renderJson(map);
  }
}
