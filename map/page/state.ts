/** What of the map is to be seen: groups that are closed stand for what is in them. Plain JavaScript for a browser. */
export const stateScript = String.raw`
const data = JSON.parse(document.getElementById("data").textContent);
const nodes = new Map(data.nodes.map((node) => [node.id, node]));
const groups = new Map(data.groups.map((group) => [group.id, group]));
const itemOf = (id) => nodes.get(id) ?? groups.get(id);
const host = typeof acquireVsCodeApi === "function" ? acquireVsCodeApi() : undefined;
const ranks = { low: 0, normal: 1, high: 2, critical: 3 };
const state = {
  expanded: [...data.opened], chosen: undefined, focus: undefined, view: undefined,
  search: "", verdict: "all", risk: "low",
  ...(host && host.getState()),
};
if (!itemOf(state.chosen)) state.chosen = undefined;
if (!itemOf(state.focus)) state.focus = undefined;

function remember() {
  if (host) host.setState(state);
}

function groupsAround(id) {
  const around = [];
  for (let group = groups.get(itemOf(id)?.parent); group; group = groups.get(group.parent)) around.unshift(group.id);
  return around;
}

/** The outermost closed group around a node, or the node. */
function shownAs(id) {
  return groupsAround(id).find((group) => !state.expanded.includes(group)) ?? id;
}

function membersOf(group) {
  return data.nodes.filter(({ id }) => groupsAround(id).includes(group));
}

function isKept(edge) {
  if (edge.again) return true;
  return edge.effects.some(
    (effect) =>
      ranks[effect.risk] >= ranks[state.risk] &&
      (state.verdict === "all" || effect.verdict === state.verdict || effect.proof === state.verdict),
  );
}

/** What leads to the focus, and what follows from it. */
function reachOf(id) {
  const reached = new Set(groups.has(id) ? membersOf(id).map((node) => node.id) : [id]);
  const spread = (from, to) => {
    const found = new Set(reached);
    for (const known of found) for (const edge of data.edges) if (edge[from] === known) found.add(edge[to]);
    return found;
  };
  return new Set([...spread("from", "to"), ...spread("to", "from")]);
}

/** Boxes and lines to draw; several lines between the same boxes are one. */
function visible() {
  const isFiltered = state.verdict !== "all" || state.risk !== "low";
  const reach = state.focus === undefined ? undefined : reachOf(state.focus);
  const isNear = (id) => reach === undefined || reach.has(id);
  const kept = data.edges.filter((edge) => isKept(edge) && isNear(edge.from) && isNear(edge.to));
  const touched = new Set(kept.filter(({ again }) => !again).flatMap(({ from, to }) => [from, to]));
  const inside = data.nodes.filter(({ id }) => isNear(id) && (!isFiltered || touched.has(id)));
  const boxes = [...new Set(inside.map(({ id }) => shownAs(id)))].map(itemOf);
  const drawn = new Set(inside.map(({ id }) => id));
  const lines = new Map();
  for (const edge of kept) {
    if (!drawn.has(edge.from) || !drawn.has(edge.to)) continue;
    const [from, to] = [shownAs(edge.from), shownAs(edge.to)];
    const key = JSON.stringify([from, to, edge.again]);
    const line = lines.get(key);
    if (line) line.edges.push(edge);
    else lines.set(key, { from, to, again: edge.again, edges: [edge] });
  }
  return { boxes, lines: [...lines.values()].map(summed), total: inside.length };
}

function summed({ from, to, again, edges }) {
  const effects = edges.flatMap((edge) => edge.effects);
  const verdict = ["gap", "open", "guarded"].find((one) => edges.some((edge) => edge.verdict === one));
  const gaps = effects.filter((effect) => effect.verdict === "gap").length;
  const label =
    edges.length === 1 ? edges[0].label
    : again ? edges[0].label
    : effects.length + " effects" + (gaps > 0 ? ", " + gaps + (gaps === 1 ? " gap" : " gaps") : "");
  return { from, to, again, effects, verdict, label };
}
`;
