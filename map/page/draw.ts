/** Lays out what is to be seen and draws it. Plain JavaScript for a browser, with the layout library as `dagre`. */
export const drawScript = String.raw`
const stage = document.getElementById("stage");
const svg = stage.querySelector("svg");
const edgeLayer = svg.querySelector(".edges");
const nodeLayer = svg.querySelector(".nodes");
let placed = { width: 200, height: 80, at: new Map(), boxes: [], lines: [], total: 0 };

function place() {
  const { boxes, lines, total } = visible();
  const isDense = lines.length > data.mostLabels;
  const graph = new dagre.graphlib.Graph({ directed: true, multigraph: true });
  const ranksep = isDense ? 150 : 40;
  graph.setGraph({ rankdir: "LR", nodesep: nodeGap, edgesep: 8, ranksep, marginx: 24, marginy: 24 });
  const tied = new Set(lines.flatMap(({ from, to }) => [from, to]));
  const loose = boxes.filter(({ id }) => !tied.has(id));
  for (const { id, width } of boxes) if (tied.has(id)) graph.setNode(id, { width, height: boxHeight });
  lines.forEach((line, index) => {
    const room = isDense ? {} : { width: line.label.length * 5.6, height: 14, labelpos: "c" };
    graph.setEdge({ v: line.from, w: line.to, name: String(index) }, room);
  });
  const led = new Set(lines.map(({ to }) => to));
  const first = boxes.filter(({ id, kind }) => (kind === "entry" || kind === "entries") && tied.has(id) && !led.has(id));
  if (first.length > 0) graph.setNode("anchor", { width: 1, height: 1 });
  for (const { id } of first) graph.setEdge({ v: "anchor", w: id, name: "anchor" }, { weight: 20 });
  dagre.layout(graph);
  const at = new Map(boxes.filter(({ id }) => tied.has(id)).map((box) => [box.id, { ...graph.node(box.id), box }]));
  const heights = isDense ? compact([...at].map(([id, spot]) => ({ ...spot, id })), lines, nodeGap) : new Map();
  for (const [id, y] of heights) at.get(id).y = y;
  const bends = lines.map((line, index) =>
    isDense ? [] : graph.edge({ v: line.from, w: line.to, name: String(index) }).points.slice(1, -1));
  const spots = [...at.values()];
  const left = Math.min(...spots.map(({ x, width }) => x - width / 2), 1e9) - 24;
  const top = Math.min(...spots.map(({ y }) => y - boxHeight / 2), ...bends.flat().map(({ y }) => y), 1e9) - 24;
  for (const spot of spots) { spot.x -= left; spot.y -= top; }
  const drawn = lines.map((line, index) => {
    const [a, b] = [at.get(line.from), at.get(line.to)];
    const between = bends[index].map(({ x, y }) => ({ x: x - left, y: y - top }));
    return { ...line, points: [{ x: a.x + a.width / 2, y: a.y }, ...between, { x: b.x - b.width / 2, y: b.y }] };
  });
  const points = drawn.flatMap((line) => line.points);
  const width = Math.max(...spots.map((spot) => spot.x + spot.width / 2), ...points.map(({ x }) => x), 276) + 24;
  const height = Math.max(...spots.map(({ y }) => y + boxHeight / 2), ...points.map(({ y }) => y), -24) + 24;
  const bottom = placeLoose(loose, at, height);
  placed = { width, height: bottom, at, boxes, lines: drawn, total };
  svg.classList.toggle("dense", isDense);
}

/** What no line touches stands below the rest. */
function placeLoose(boxes, at, top) {
  let y = top + boxHeight / 2 + (top === 0 ? 24 : 8);
  for (const box of boxes) {
    at.set(box.id, { x: 24 + box.width / 2, y, width: box.width, height: boxHeight, box });
    y += boxHeight + 14;
  }
  return boxes.length === 0 ? top : y + 10;
}

function draw() {
  place();
  nodeLayer.innerHTML = placed.boxes.map(({ markup }) => markup).join("");
  for (const element of nodeLayer.children) {
    const { x, y } = placed.at.get(element.dataset.id);
    element.setAttribute("transform", "translate(" + x + " " + y + ")");
  }
  edgeLayer.replaceChildren(...placed.lines.map(drawLine));
  mark();
}

function drawLine(line) {
  const [a, b] = [line.points[Math.floor((line.points.length - 1) / 2)], line.points[Math.floor(line.points.length / 2)]];
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  const group = shape("g", { class: "edge " + line.verdict + (line.again ? " again" : "") });
  const told = line.effects.map(({ name, why, place }) => name + ": " + why + " (" + place.file + ":" + place.line + ")");
  group.append(
    shape("title", {}, told.length === 0 ? line.label : told.slice(0, 12).join("\n") + (told.length > 12 ? "\n…" : "")),
    shape("path", { class: "line", d: curve(line.points), "marker-end": "url(#arrow-" + line.verdict + ")" }),
    shape("text", { class: "label", x: middle.x, y: middle.y - 5 }, line.label),
  );
  return group;
}

function curve([first, ...rest]) {
  let path = "M" + first.x + " " + first.y;
  let from = first;
  for (const to of rest) {
    const bend = (to.x - from.x) / 2;
    path += "C" + [from.x + bend, from.y, to.x - bend, to.y, to.x, to.y].join(" ");
    from = to;
  }
  return path;
}

function shape(name, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function isFound(item) {
  const words = state.search.trim().toLowerCase();
  if (words === "") return true;
  if (groups.has(item.id)) return item.label.toLowerCase().includes(words) || membersOf(item.id).some(isFound);
  return (item.label + " " + item.detail + " " + (item.place?.file ?? "")).toLowerCase().includes(words);
}

/** Fades what is neither chosen nor found. */
function mark() {
  const chosen = state.chosen === undefined ? undefined : shownAs(state.chosen);
  const near = new Set([chosen]);
  for (const { from, to } of placed.lines) if (from === chosen || to === chosen) near.add(from).add(to);
  const found = new Set(placed.boxes.filter(isFound).map(({ id }) => id));
  const isDull = (id) => !found.has(id) || (chosen !== undefined && !near.has(id));
  for (const element of nodeLayer.children) {
    element.classList.toggle("faded", isDull(element.dataset.id));
    element.classList.toggle("chosen", element.dataset.id === chosen);
    if (groups.has(element.dataset.id))
      element.setAttribute("aria-expanded", String(state.expanded.includes(element.dataset.id)));
  }
  [...edgeLayer.children].forEach((element, index) => {
    const { from, to } = placed.lines[index];
    const touches = from === chosen || to === chosen;
    element.classList.toggle("lit", touches);
    element.classList.toggle("faded", chosen === undefined ? isDull(from) && isDull(to) : !touches);
  });
  const entries = data.nodes.filter(({ kind }) => kind === "entry");
  const gaps = entries.filter(({ verdict }) => verdict === "gap").length;
  const words = state.search.trim() === "" ? "" : ", " + data.nodes.filter(isFound).length + " found";
  const part = placed.total < data.nodes.length ? ", a part of it is shown" : "";
  document.querySelector(".counts").textContent =
    entries.length + (entries.length === 1 ? " entry point, " : " entry points, ") + gaps + " with gaps" + words + part;
}

function fit() {
  const box = stage.getBoundingClientRect();
  const across = placed.width / box.width;
  const scale = Math.min(Math.max(across, placed.height / box.height, 0.8), Math.max(across, 1.15), 1.6);
  const margin = (whole, part) => Math.min((whole - part * scale) / 2, 0);
  state.view = { x: margin(placed.width, box.width), y: margin(placed.height, box.height), scale };
}

function show() {
  const { x, y, scale } = state.view;
  const box = stage.getBoundingClientRect();
  svg.setAttribute("viewBox", [x, y, box.width * scale, box.height * scale].join(" "));
  remember();
}

function zoom(by, at) {
  const box = stage.getBoundingClientRect();
  const [x, y] = at ? [at.x - box.left, at.y - box.top] : [box.width / 2, box.height / 2];
  const scale = Math.min(Math.max(state.view.scale * by, 0.2), 12);
  const change = state.view.scale - scale;
  state.view = { x: state.view.x + x * change, y: state.view.y + y * change, scale };
  show();
}

/** Moves the view only when the box is not in it. */
function reveal(id) {
  const spot = placed.at.get(id);
  if (!spot) return;
  const { x, y, scale } = state.view;
  const box = stage.getBoundingClientRect();
  const [width, height] = [box.width * scale, box.height * scale];
  const isInside =
    spot.x - spot.width / 2 >= x && spot.x + spot.width / 2 <= x + width &&
    spot.y - boxHeight / 2 >= y && spot.y + boxHeight / 2 <= y + height;
  // Room for what follows: to the right of an entry point, to the left of what it reaches.
  const share = spot.box.kind === "entry" || spot.box.kind === "entries" ? 0.3 : 0.7;
  if (!isInside) state.view = { x: spot.x - width * share, y: spot.y - height / 2, scale };
}
`;
