/** What the page does; plain JavaScript for a browser. In a webview, places open in the editor. */
export const pageScript = String.raw`
"use strict";
const host = typeof acquireVsCodeApi === "function" ? acquireVsCodeApi() : undefined;
const { nodes, edges } = JSON.parse(document.getElementById("data").textContent);
const stage = document.getElementById("stage");
const details = document.getElementById("details");
const svg = stage.querySelector("svg");
const size = svg && { width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height };
const search = document.getElementById("search");
const verdict = document.getElementById("verdict");
const risk = document.getElementById("risk");
const ranks = { low: 0, normal: 1, high: 2, critical: 3 };
const nodeOf = new Map(nodes.map((node) => [node.id, node]));
const elementOf = new Map([...document.querySelectorAll(".node")].map((element) => [element.dataset.id, element]));
const edgeElements = [...document.querySelectorAll(".edge")];
const saved = (host && host.getState()) || {};
let chosen = saved.chosen;
let view = saved.view;

function fitView() {
  const { width, height } = size;
  const box = stage.getBoundingClientRect();
  const scale = Math.max(width / box.width, height / box.height, 0.75);
  const tooTall = height / scale > 0 && scale > 2;
  const used = tooTall ? Math.max(width / box.width, 0.75) : scale;
  view = { x: (width - box.width * used) / 2, y: tooTall ? 0 : (height - box.height * used) / 2, scale: used };
}

function show() {
  const box = stage.getBoundingClientRect();
  svg.setAttribute("viewBox", [view.x, view.y, box.width * view.scale, box.height * view.scale].join(" "));
  remember();
}

function remember() {
  if (host) host.setState({ view, chosen, search: search.value, verdict: verdict.value, risk: risk.value });
}

function zoom(by, at) {
  const box = stage.getBoundingClientRect();
  const x = at ? at.x - box.left : box.width / 2;
  const y = at ? at.y - box.top : box.height / 2;
  const next = Math.min(Math.max(view.scale * by, 0.2), 12);
  view = { x: view.x + x * (view.scale - next), y: view.y + y * (view.scale - next), scale: next };
  show();
}

function filter() {
  const words = search.value.trim().toLowerCase();
  const kept = edges.map(
    (edge) =>
      edge.again ||
      ((verdict.value === "all" || edge.effects.some((effect) => effect.verdict === verdict.value)) &&
        edge.effects.some((effect) => ranks[effect.risk] >= ranks[risk.value])),
  );
  const all = verdict.value === "all" && risk.value === "low";
  const visible = new Set(all ? nodes.map(({ id }) => id) : []);
  if (!all) edges.forEach((edge, index) => kept[index] && !edge.again && visible.add(edge.from).add(edge.to));
  const near = chosen === undefined ? undefined : new Set([chosen]);
  if (near) edges.forEach(({ from, to }) => (from === chosen || to === chosen) && near.add(from).add(to));
  for (const node of nodes) {
    const found = words === "" || (node.label + " " + node.detail).toLowerCase().includes(words);
    const element = elementOf.get(node.id);
    element.classList.toggle("gone", !visible.has(node.id));
    element.classList.toggle("faded", !found || (near !== undefined && !near.has(node.id)));
    element.classList.toggle("chosen", node.id === chosen);
  }
  edgeElements.forEach((element, index) => {
    const { from, to } = edges[index];
    const touches = from === chosen || to === chosen;
    element.classList.toggle("gone", !kept[index] || !visible.has(from) || !visible.has(to));
    element.classList.toggle("lit", touches);
    element.classList.toggle("faded", (near !== undefined && !touches) || (words !== "" && !touches));
  });
  remember();
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function link(text, open) {
  const made = element("a", text);
  made.tabIndex = 0;
  made.addEventListener("click", open);
  made.addEventListener("keydown", (event) => event.key === "Enter" && open());
  return made;
}

function placeLink(place) {
  const text = place.file + ":" + place.line;
  return host ? link(text, () => host.postMessage({ type: "open", ...place })) : element("code", text);
}

function describe() {
  const node = nodeOf.get(chosen);
  details.hidden = !node;
  if (!node) return;
  details.replaceChildren(element("h2", node.label), element("p", node.detail + " · risk " + node.risk));
  if (node.place) details.append(placeLink(node.place));
  for (const [title, end, list] of [
    ["Does", "to", edges.filter(({ from }) => from === chosen)],
    ["Reached from", "from", edges.filter(({ to }) => to === chosen)],
  ]) {
    if (list.length === 0) continue;
    details.append(element("h3", title));
    const items = element("ul");
    for (const edge of list) {
      const other = () => link(nodeOf.get(edge[end]).label, () => choose(edge[end], true));
      const item = (verdict, ...parts) => {
        const made = element("li", undefined, verdict);
        made.append(...parts);
        items.append(made);
      };
      if (edge.effects.length === 0) item(edge.verdict, other(), element("small", edge.label));
      for (const effect of edge.effects) {
        const why = element("small", effect.why + " · ");
        why.append(placeLink(effect.place));
        item(effect.verdict, effect.name + (end === "to" ? " → " : " ← "), other(), why);
      }
    }
    details.append(items);
  }
}

function choose(id, move) {
  chosen = id;
  describe();
  filter();
  if (move && nodeOf.has(id)) elementOf.get(id).focus({ preventScroll: true });
  reveal(id);
  show();
}

/** Moves the view only when the node is not in it. */
function reveal(id) {
  const node = nodeOf.get(id);
  if (!node) return;
  const box = stage.getBoundingClientRect();
  const width = box.width * view.scale;
  const height = box.height * view.scale;
  const inside =
    node.x - node.width / 2 >= view.x && node.x + node.width / 2 <= view.x + width &&
    node.y - node.height / 2 >= view.y && node.y + node.height / 2 <= view.y + height;
  // Room for what follows: to the right of an entry point, to the left of what it reaches.
  const share = node.kind === "entry" ? 0.3 : 0.7;
  if (!inside) view = { ...view, x: node.x - width * share, y: node.y - height / 2 };
}

if (svg) {
  search.value = saved.search || "";
  verdict.value = saved.verdict || "all";
  risk.value = saved.risk || "low";
  if (!nodeOf.has(chosen)) chosen = undefined;
  if (!view) fitView();
  describe();
  filter();
  show();

  let drag;
  stage.addEventListener("pointerdown", (event) => {
    drag = { x: event.clientX, y: event.clientY, view, moved: false };
  });
  addEventListener("pointermove", (event) => {
    if (!drag) return;
    const x = event.clientX - drag.x;
    const y = event.clientY - drag.y;
    if (Math.abs(x) + Math.abs(y) > 3) drag.moved = true;
    if (!drag.moved) return;
    stage.classList.add("moving");
    view = { ...view, x: drag.view.x - x * view.scale, y: drag.view.y - y * view.scale };
    show();
  });
  addEventListener("pointerup", (event) => {
    const clicked = drag && !drag.moved && event.target.closest && stage.contains(event.target);
    drag = undefined;
    stage.classList.remove("moving");
    if (!clicked) return;
    const node = event.target.closest(".node");
    choose(node ? node.dataset.id : undefined);
  });
  stage.addEventListener("dblclick", (event) => {
    const node = event.target.closest(".node");
    const place = node && nodeOf.get(node.dataset.id).place;
    if (place && host) host.postMessage({ type: "open", ...place });
  });
  stage.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) zoom(Math.exp(event.deltaY / 200), { x: event.clientX, y: event.clientY });
      else {
        view = { ...view, x: view.x + event.deltaX * view.scale, y: view.y + event.deltaY * view.scale };
        show();
      }
    },
    { passive: false },
  );
  stage.addEventListener("focusin", (event) => {
    const node = event.target.closest(".node");
    if (!node || drag) return;
    stage.scrollTo(0, 0);
    reveal(node.dataset.id);
    show();
  });
  addEventListener("resize", () => show());
  addEventListener("keydown", (event) => {
    if (event.target === search) {
      if (event.key === "Escape") { search.value = ""; filter(); search.blur(); }
      if (event.key === "Enter") {
        const hit = nodes.find(({ id }) => !elementOf.get(id).matches(".gone, .faded"));
        if (hit) choose(hit.id, true);
      }
      return;
    }
    if (event.target.closest("select, input")) return;
    const step = 60 * view.scale;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const node = event.target.closest(".node");
    if (event.key === "Enter" && node) choose(node.dataset.id);
    else if (event.key === "Escape") choose(undefined);
    else if (event.key === "/") { event.preventDefault(); search.focus(); }
    else if (event.key === "+" || event.key === "=") zoom(0.8);
    else if (event.key === "-") zoom(1.25);
    else if (event.key === "0") { fitView(); show(); }
    else if (moves[event.key]) {
      const [x, y] = moves[event.key];
      view = { ...view, x: view.x + x, y: view.y + y };
      show();
    }
  });
  search.addEventListener("input", filter);
  verdict.addEventListener("change", filter);
  risk.addEventListener("change", filter);
  document.getElementById("in").addEventListener("click", () => zoom(0.8));
  document.getElementById("out").addEventListener("click", () => zoom(1.25));
  document.getElementById("fit").addEventListener("click", () => { fitView(); show(); });
}
`;
