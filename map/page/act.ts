/** What a reader does with the map, by pointer and by keyboard. Plain JavaScript for a browser; in a webview, places open in the editor. */
export const actScript = String.raw`
const details = document.getElementById("details");
const control = (id) => document.getElementById(id);

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function link(text, act) {
  const made = element("a", text);
  made.tabIndex = 0;
  made.setAttribute("role", "button");
  made.addEventListener("click", act);
  made.addEventListener("keydown", (event) => event.key === "Enter" && act());
  return made;
}

function button(text, act) {
  const made = element("button", text);
  made.addEventListener("click", act);
  return made;
}

function placeLink(place) {
  const text = place.file + ":" + place.line;
  return host ? link(text, () => openPlace(place)) : element("code", text);
}

function openPlace(place) {
  if (host && place) host.postMessage({ type: "open", ...place });
}

const proofs = { confirmed: "a run confirmed it", refuted: "refuted by runs" };

function describe() {
  const item = itemOf(state.chosen);
  details.hidden = !item;
  if (!item) return;
  details.replaceChildren(element("h2", item.label), element("p", item.detail.replace("↻ ", "") + " · risk " + item.risk));
  if (item.proof) details.append(element("p", proofs[item.proof], "proof " + item.proof));
  if (item.place) details.append(placeLink(item.place));
  const bar = element("div", undefined, "bar");
  if (groups.has(item.id)) bar.append(button(state.expanded.includes(item.id) ? "Collapse" : "Expand", () => toggle(item.id)));
  bar.append(
    state.focus === item.id ? button("Show everything", () => focusOn(undefined)) : button("Only this", () => focusOn(item.id)),
  );
  if (groups.has(item.parent)) bar.append(button("Collapse " + groups.get(item.parent).label, () => toggle(item.parent)));
  details.append(bar);
  if (groups.has(item.id)) listMembers(item.id);
  else for (const [title, end, other] of [["Does", "from", "to"], ["Reached from", "to", "from"]]) listEdges(title, end, other);
}

/** What is wrong comes first. */
const byVerdict = (a, b) => worstFirst.indexOf(a.verdict) - worstFirst.indexOf(b.verdict);
const worstFirst = ["gap", "open", "guarded"];

function listMembers(group) {
  const items = element("ul");
  for (const node of membersOf(group).sort(byVerdict)) {
    const item = element("li", undefined, node.verdict);
    item.append(link(node.label, () => choose(node.id, true)), element("small", node.detail.replace("↻ ", "")));
    items.append(item);
  }
  details.append(element("h3", "Holds"), items);
}

function listEdges(title, end, other) {
  const list = data.edges.filter((edge) => edge[end] === state.chosen);
  if (list.length === 0) return;
  const items = element("ul");
  const add = (verdict, ...parts) => {
    const item = element("li", undefined, verdict);
    item.append(...parts);
    items.append(item);
  };
  const far = (edge) => link(nodes.get(edge[other]).label, () => choose(edge[other], true));
  for (const { edge, effect } of list.flatMap((edge) => edge.effects.map((effect) => ({ edge, effect }))).sort((a, b) => byVerdict(a.effect, b.effect))) {
    const proof = effect.proof ? " · " + proofs[effect.proof] : "";
    const why = element("small", (effect.verdict === "guarded" ? "guarded by " : "") + effect.why + proof + " · ");
    why.append(placeLink(effect.place));
    add(effect.verdict, effect.name + (end === "from" ? " → " : " ← "), far(edge), why);
  }
  for (const edge of list)
    if (edge.effects.length === 0) add(edge.verdict, far(edge), element("small", "delivered again: " + edge.label));
  details.append(element("h3", title), items);
}

/** Chooses a node or group; on a move, opens what hides it and goes there. */
function choose(id, move) {
  state.chosen = id;
  const hidden = move ? groupsAround(id).filter((group) => !state.expanded.includes(group)) : [];
  if (hidden.length > 0) {
    state.expanded = [...state.expanded, ...hidden];
    draw();
  } else mark();
  describe();
  if (id !== undefined) reveal(shownAs(id));
  show();
  if (move) [...nodeLayer.children].find(({ dataset }) => dataset.id === id)?.focus({ preventScroll: true });
}

/** Opens or closes a group; it stays where it was on the screen. */
function toggle(id) {
  const isOpen = state.expanded.includes(id);
  const anchor = isOpen ? membersOf(id).map((node) => shownAs(node.id))[0] : id;
  const before = placed.at.get(anchor);
  state.expanded = isOpen ? state.expanded.filter((one) => one !== id) : [...state.expanded, id];
  state.chosen = id;
  draw();
  const after = placed.at.get(isOpen ? shownAs(id) : shownAs(membersOf(id)[0]?.id));
  if (before && after)
    state.view = { ...state.view, x: state.view.x + after.x - before.x, y: state.view.y + after.y - before.y };
  describe();
  show();
}

/** Of what is left, groups open as far as it stays readable. */
function focusOn(id) {
  state.focus = id;
  if (id !== undefined) {
    const reach = reachOf(id);
    for (const group of data.groups) {
      const inside = membersOf(group.id).filter((node) => reach.has(node.id));
      if (inside.length > 0 && inside.length <= 12 && !state.expanded.includes(group.id)) state.expanded.push(group.id);
    }
  }
  draw();
  describe();
  fit();
  show();
}

function again() {
  draw();
  fit();
  show();
}

function listen() {
  let drag;
  stage.addEventListener("pointerdown", (event) => {
    drag = { x: event.clientX, y: event.clientY, view: state.view, moved: false };
  });
  addEventListener("pointermove", (event) => {
    if (!drag) return;
    const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
    if (Math.abs(x) + Math.abs(y) > 3) drag.moved = true;
    if (!drag.moved) return;
    stage.classList.add("moving");
    state.view = { ...state.view, x: drag.view.x - x * state.view.scale, y: drag.view.y - y * state.view.scale };
    show();
  });
  addEventListener("pointerup", (event) => {
    const isClick = drag && !drag.moved && stage.contains(event.target);
    drag = undefined;
    stage.classList.remove("moving");
    if (isClick) choose(event.target.closest(".node")?.dataset.id);
  });
  stage.addEventListener("dblclick", (event) => {
    const id = event.target.closest(".node")?.dataset.id;
    if (groups.has(id)) toggle(id);
    else if (id !== undefined) openPlace(nodes.get(id).place);
  });
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) return zoom(Math.exp(event.deltaY / 200), { x: event.clientX, y: event.clientY });
    const { x, y, scale } = state.view;
    state.view = { x: x + event.deltaX * scale, y: y + event.deltaY * scale, scale };
    show();
  }, { passive: false });
  stage.addEventListener("focusin", (event) => {
    const node = event.target.closest(".node");
    if (!node || drag) return;
    stage.scrollTo(0, 0);
    reveal(node.dataset.id);
    show();
  });
  addEventListener("resize", show);
  addEventListener("keydown", press);
  control("search").addEventListener("input", () => { state.search = control("search").value; mark(); remember(); });
  for (const id of ["verdict", "risk"])
    control(id).addEventListener("change", () => { state[id] = control(id).value; again(); });
  control("in").addEventListener("click", () => zoom(0.8));
  control("out").addEventListener("click", () => zoom(1.25));
  control("fit").addEventListener("click", () => { fit(); show(); });
  control("expand").addEventListener("click", () => { state.expanded = data.groups.map(({ id }) => id); again(); });
  control("collapse").addEventListener("click", () => { state.expanded = []; again(); });
}

function press(event) {
  if (event.target === control("search")) {
    if (event.key === "Escape") { control("search").value = state.search = ""; mark(); control("search").blur(); }
    if (event.key === "Enter") {
      const hit = data.nodes.find(isFound);
      if (hit) choose(hit.id, true);
    }
    return;
  }
  if (event.target.closest("select, input, button, a")) return;
  const step = 60 * state.view.scale;
  const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
  const id = event.target.closest(".node")?.dataset.id;
  if (event.key === "Enter" && id !== undefined) groups.has(id) ? toggle(id) : choose(id);
  else if (event.key === " " && id !== undefined) { event.preventDefault(); choose(id); }
  else if (event.key === "Escape") state.focus === undefined ? choose(undefined) : focusOn(undefined);
  else if (event.key === "/") { event.preventDefault(); control("search").focus(); }
  else if (event.key === "+" || event.key === "=") zoom(0.8);
  else if (event.key === "-") zoom(1.25);
  else if (event.key === "0") { fit(); show(); }
  else if (moves[event.key]) {
    const [x, y] = moves[event.key];
    state.view = { ...state.view, x: state.view.x + x, y: state.view.y + y };
    show();
  }
}

for (const id of ["search", "verdict", "risk"]) control(id).value = state[id];
draw();
if (!state.view) fit();
describe();
show();
listen();
`;
