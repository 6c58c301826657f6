import type { Place } from "./graph.js";
import { escapeMarkup } from "./markup.js";
import { isDense, type Box, type PlacedEdge, type PlacedMap, type Point } from "./layout.js";
import type { MapBox } from "./overview.js";
import { mapStyle } from "./style.js";

/** The map as a picture of its own; colours follow the viewer's light or dark preference. */
export function renderSvg(map: PlacedMap): string {
  const width = Math.ceil(map.width);
  const height = Math.ceil(map.height);
  const classes = isDense(map) ? "map dense" : "map";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="${classes}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Workflow map of ${escapeMarkup(map.title)}">`,
    `<style>${mapStyle}</style>`,
    arrowHeads(),
    `<g class="edges">${map.edges.map(drawEdge).join("\n")}</g>`,
    `<g class="nodes">${map.nodes.map((node) => drawNode(node, node)).join("\n")}</g>`,
    "</svg>",
  ].join("\n");
}

/** The heads that lines end with. */
export function arrowHeads(): string {
  const head = (verdict: string) =>
    `<marker id="arrow-${verdict}" class="arrow ${verdict}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z"/></marker>`;
  return `<defs>${["gap", "guarded", "open"].map(head).join("")}</defs>`;
}

/** A node or a group in a box. */
export function drawNode(node: MapBox, box: Box): string {
  const { id, kind, verdict, risk, label, detail, proof } = node;
  const { x, y, width } = box;
  const left = x - width / 2;
  const space = width - 32 - (proof ? 20 : 0);
  const room = Math.floor(space / 7.4);
  // A drum's rim takes room at its top.
  const lower = kind === "store" ? 2.5 : 0;
  const place = "place" in node ? node.place : undefined;
  const data = place
    ? ` data-file="${escapeMarkup(place.file)}" data-line="${place.line}" data-column="${place.column}"`
    : "";
  const told = [label, detail, verdictWords[verdict], ...(proof ? [proof] : [])].join(", ");
  return [
    `<g class="node ${kind} ${verdict} risk-${risk}" data-id="${escapeMarkup(id)}"${data} tabindex="0" role="button" aria-label="${escapeMarkup(told)}">`,
    `<title>${escapeMarkup([label, detail, ...(proof ? [proofWords[proof]] : []), ...(place ? [at(place)] : [])].join("\n"))}</title>`,
    shape(kind, box),
    `<text class="name" x="${round(left + 18)}" y="${round(y - 3 + lower)}">${escapeMarkup(cut(label, room))}</text>`,
    `<text class="detail" x="${round(left + 18)}" y="${round(y + 13 + lower)}">${escapeMarkup(cut(detail, Math.floor(space / 5.9)))}</text>`,
    ...(proof ? [badge(proof, left + width - 18, y)] : []),
    "</g>",
  ].join("");
}

/** What a verdict means, in a word or two. */
const verdictWords = { gap: "gap", guarded: "guarded", open: "not reported" } as const;

const proofWords = {
  confirmed: "confirmed: a run showed that it happens twice",
  refuted: "refuted: every run had the outcome of once",
} as const;

function badge(proof: keyof typeof proofWords, x: number, y: number): string {
  const mark = proof === "confirmed" ? "M-3.2 -3.2L3.2 3.2M3.2 -3.2L-3.2 3.2" : "M-4 0.2L-1.2 3L4 -3";
  return `<g class="badge ${proof}" transform="translate(${round(x)} ${round(y)})"><circle r="8"/><path d="${mark}"/></g>`;
}

function drawEdge(edge: PlacedEdge): string {
  const title = edge.effects.map(({ name, why, place }) => `${name}: ${why} (${at(place)})`).join("\n") || edge.label;
  const middle = middleOf(edge.points);
  return [
    `<g class="edge ${edge.verdict}${edge.again ? " again" : ""}">`,
    `<title>${escapeMarkup(title)}</title>`,
    `<path class="line" d="${curve(edge.points)}" marker-end="url(#arrow-${edge.verdict})"/>`,
    `<text class="label" x="${round(middle.x)}" y="${round(middle.y - 5)}">${escapeMarkup(edge.label)}</text>`,
    "</g>",
  ].join("");
}

/** Where a line's label stands. */
function middleOf(points: readonly Point[]): Point {
  const before = points[Math.floor((points.length - 1) / 2)] ?? { x: 0, y: 0 };
  const after = points[Math.floor(points.length / 2)] ?? before;
  return { x: (before.x + after.x) / 2, y: (before.y + after.y) / 2 };
}

/** Entry points are boxes with a bar, stores are drums, providers have cut corners, channels are round, groups are stacks. */
function shape(kind: MapBox["kind"], { x, y, width, height }: Box): string {
  const left = x - width / 2;
  const right = x + width / 2;
  const top = y - height / 2;
  const bottom = y + height / 2;
  const rect = (by: number) =>
    `<rect class="box" x="${left + by}" y="${top + by}" width="${width}" height="${height}" rx="6"/>`;
  switch (kind) {
    case "entry":
      return `${rect(0)}<rect class="bar" x="${left}" y="${top}" width="6" height="${height}" rx="3"/>`;
    case "entries":
    case "targets":
      return `${rect(6)}${rect(3)}${rect(0)}`;
    case "channel":
      return `<rect class="box" x="${left}" y="${top}" width="${width}" height="${height}" rx="${height / 2}"/>`;
    case "store":
      return `<path class="box" d="M${left} ${top + 5}a${width / 2} 5 0 0 1 ${width} 0v${height - 10}a${width / 2} 5 0 0 1 ${-width} 0z"/><path class="rim" d="M${left} ${top + 5}a${width / 2} 5 0 0 0 ${width} 0"/>`;
    case "provider":
      return `<path class="box" d="M${left + 10} ${top}H${right - 10}L${right} ${top + 10}V${bottom - 10}L${right - 10} ${bottom}H${left + 10}L${left} ${bottom - 10}V${top + 10}z"/>`;
  }
}

/** A smooth line that leaves and arrives level. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${round(first.x)} ${round(first.y)}`;
  let from = first;
  for (const to of rest) {
    const bend = (to.x - from.x) / 2;
    path += `C${round(from.x + bend)} ${round(from.y)} ${round(to.x - bend)} ${round(to.y)} ${round(to.x)} ${round(to.y)}`;
    from = to;
  }
  return path;
}

function at({ file, line }: Place): string {
  return `${file}:${line}`;
}

/** A path that is too long loses its middle: its end tells more. */
function cut(text: string, room: number): string {
  if (text.length <= room) return text;
  const end = text.includes("/") ? text.slice(-Math.floor(room / 2)) : "";
  return `${text.slice(0, Math.max(room - 1 - end.length, 1))}…${end}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
