import type { MapGraph } from "./graph.js";
import { renderHtml } from "./html.js";
import { placeMap } from "./layout.js";
import { renderSvg } from "./svg.js";
import { renderDot, renderJson, renderMermaid } from "./text-formats.js";

/** Formats that a map can be had in. */
export const mapFormats = ["svg", "html", "mermaid", "dot", "json"] as const;
export type MapFormat = (typeof mapFormats)[number];

/** The map as text in one of the formats. */
export function renderMap(map: MapGraph, format: MapFormat): string {
  switch (format) {
    case "svg":
      return `${renderSvg(placeMap(map))}\n`;
    case "html":
      return renderHtml(placeMap(map));
    case "mermaid":
      return renderMermaid(map);
    case "dot":
      return renderDot(map);
    case "json":
      return renderJson(map);
  }
}
