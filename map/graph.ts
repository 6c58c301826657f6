import path from "node:path";
import type { Effect, EffectKind, EntryPoint, Finding, Risk, Site, Trace } from "../analyzer/trace.js";
import { entriesOf } from "./entries.js";
import { highest, proofOfAll, worst, type Proof, type Verdict } from "./verdict.js";

/** What runs, where data rests, who is called, what carries messages. */
type NodeKind = "entry" | "store" | "provider" | "channel";

/** A place in a file, relative to the project's root, with `/`; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface MapNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  readonly detail: string;
  readonly verdict: Verdict;
  readonly risk: Risk;
  readonly proof?: Proof;
  /** The library that calls the entry point or reaches the target. */
  readonly library: string;
  /** Where an entry point is declared. */
  readonly place?: Place;
}

/** One effect on an edge. */
interface MapEffect {
  readonly name: string;
  readonly kind: EffectKind;
  readonly verdict: Verdict;
  readonly risk: Risk;
  readonly proof?: Proof;
  /** The rule of the gap, or what guards it. */
  readonly why: string;
  readonly place: Place;
}

export interface MapEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly verdict: Verdict;
  /** What flows here can come more than once. */
  readonly again: boolean;
  readonly effects: readonly MapEffect[];
}

/** Entry points, what they do, and who consumes what they publish. */
export interface MapGraph {
  readonly title: string;
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}

export interface MapOptions {
  readonly root: string;
  /** Only this entry point and what follows from it. */
  readonly entry?: string;
  /** What runs showed at a call. */
  readonly proofOf?: (effect: Effect) => Proof | undefined;
}

/** Draws what the traces of a project say as one graph. */
export function mapOf(
  { traces: walked, findings }: { readonly traces: readonly Trace[]; readonly findings: readonly Finding[] },
  { root, entry, proofOf = () => undefined }: MapOptions,
): MapGraph {
  const placeOf = ({ file, line, column }: Site): Place => ({
    file: path.relative(root, file).replaceAll("\\", "/"),
    line,
    column,
  });
  const gaps = new Map(findings.map((finding) => [siteKey(finding.site), finding]));
  const traces = entriesOf(walked);
  const called = new Set(traces.flatMap(({ effects }) => effects.filter(isCall).map(({ library }) => library)));
  const ids = entryIds(traces, placeOf);
  const edges: MapEdge[] = [];
  const entries: MapNode[] = [];
  const targets = new Map<string, Target>();

  for (const [index, trace] of traces.entries()) {
    const id = ids[index] ?? "";
    const byTarget = new Map<string, MapEffect[]>();
    for (const effect of trace.effects) {
      if (effect.kind === "read" || effect.quiet !== undefined) continue;
      const drawn = drawEffect(effect, gaps.get(siteKey(effect.site)), placeOf(effect.site), proofOf(effect));
      const kind = targetKind(effect, called);
      const target = `${kind}:${effect.target.toLowerCase()}`;
      const known = targets.get(target) ?? { kind, label: effect.target, library: effect.library, effects: [] };
      known.effects.push(drawn);
      targets.set(target, known);
      byTarget.set(target, [...(byTarget.get(target) ?? []), drawn]);
    }
    const own = [...byTarget].map(([to, effects]) => edgeOf(id, to, effects));
    edges.push(...own);
    entries.push(entryNode(id, trace.entry, own, placeOf(trace.entry.site)));
  }
  edges.push(...deliveries(targets, traces, ids));
  const nodes = [...entries, ...[...targets].map(([id, target]) => targetNode(id, target))];
  const graph = { title: entry ?? path.basename(root), nodes, edges };
  return entry === undefined ? graph : onward(graph, entry);
}

/** What several effects reach. */
interface Target {
  readonly kind: Exclude<NodeKind, "entry">;
  readonly label: string;
  readonly library: string;
  readonly effects: MapEffect[];
}

/** The same after an edit, so that a viewer keeps what is chosen. */
function entryIds(traces: readonly Trace[], placeOf: (site: Site) => Place): readonly string[] {
  const seen = new Map<string, number>();
  return traces.map(({ entry }) => {
    const id = `entry:${placeOf(entry.site).file}#${entry.name}`;
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    return times === 1 ? id : `${id}#${times}`;
  });
}

function drawEffect(effect: Effect, finding: Finding | undefined, place: Place, proof: Proof | undefined): MapEffect {
  const { name, kind, risk, guards } = effect;
  const drawn = { name, kind, risk, place, ...(proof === undefined ? {} : { proof }) };
  if (finding) return { ...drawn, verdict: "gap", why: finding.rule };
  const [guard] = guards;
  return guard ? { ...drawn, verdict: "guarded", why: guard.what } : { ...drawn, verdict: "open", why: "not reported" };
}

/** A library that is called elsewhere is a provider here, too, though this call only updates something. */
function targetKind({ kind, library }: Effect, called: ReadonlySet<string>): Target["kind"] {
  if (kind === "publish" || kind === "enqueue" || kind === "start") return "channel";
  return called.has(library) ? "provider" : "store";
}

function isCall({ kind }: Effect): boolean {
  return kind === "call";
}

function targetNode(id: string, { kind, label, library, effects }: Target): MapNode {
  const verdict = worst(effects.map((effect) => effect.verdict));
  const reasons = [...new Set(effects.flatMap((effect) => (effect.verdict === verdict ? [effect.why] : [])))];
  const why = { gap: reasons.join(", "), guarded: `guarded by ${reasons[0] ?? ""}`, open: "" }[verdict];
  return {
    id,
    kind,
    label,
    library,
    detail: [library, why].filter(Boolean).join(" · "),
    verdict,
    risk: highest(effects.map(({ risk }) => risk)),
    ...proofOfAll(effects),
  };
}

function edgeOf(from: string, to: string, effects: readonly MapEffect[]): MapEdge {
  const kindsHere = [...new Set(effects.map(({ kind }) => kind))].join(", ");
  const rules = [...new Set(effects.flatMap(({ verdict, why }) => (verdict === "gap" ? [why] : [])))];
  return {
    from,
    to,
    label: rules.length > 0 ? `${kindsHere}: ${rules.join(", ")}` : kindsHere,
    verdict: worst(effects.map(({ verdict }) => verdict)),
    again: false,
    effects,
  };
}

function entryNode(id: string, entry: EntryPoint, edges: readonly MapEdge[], place: Place): MapNode {
  const effects = edges.flatMap((edge) => edge.effects);
  const { label, library, delivery } = { ...entry, label: entry.name };
  return {
    id,
    kind: "entry",
    label,
    library,
    detail: delivery === "retried" ? `↻ retried by callers · ${library}` : `↻ ${delivery} by ${library}`,
    verdict: edges.length === 0 ? "open" : worst(edges.map(({ verdict }) => verdict)),
    risk: highest(effects.map(({ risk }) => risk)),
    ...proofOfAll(effects),
    place,
  };
}

/**
 * A channel leads to the entry points that consume it: `queue orders` consumes `orders`. Where no name fits, it leads to the
 * consumer that is the only one of its library: code often names the job, and its queue elsewhere.
 */
function deliveries(
  targets: ReadonlyMap<string, Target>,
  traces: readonly Trace[],
  ids: readonly string[],
): readonly MapEdge[] {
  const consumers = traces.flatMap(({ entry }, index) => (carried.has(entry.kind) ? [{ entry, index }] : []));
  return [...targets].flatMap(([from, { kind, label, library }]) => {
    if (kind !== "channel") return [];
    const named = consumers.filter(({ entry }) => consumes(entry, label));
    const same = consumers.filter(({ entry }) => entry.library === library);
    const fitting = named.length > 0 || same.length > 1 ? named : same;
    return fitting.map(({ entry, index }): MapEdge => {
      return { from, to: ids[index] ?? "", label: entry.delivery, verdict: "open", again: true, effects: [] };
    });
  });
}

/** What a channel can start. */
const carried: ReadonlySet<string> = new Set([
  "queue",
  "stream",
  "event",
  "lambda",
  "workflow",
  "activity",
  "job",
] satisfies EntryPoint["kind"][]);

function consumes({ name }: EntryPoint, channel: string): boolean {
  const lower = name.toLowerCase();
  return lower === channel.toLowerCase() || lower.endsWith(` ${channel.toLowerCase()}`);
}

/** What can be reached from the entry points of one name. */
function onward(graph: MapGraph, entry: string): MapGraph {
  const reached = new Set(
    graph.nodes.filter(({ kind, label }) => kind === "entry" && label === entry).map(({ id }) => id),
  );
  for (const id of reached) {
    for (const edge of graph.edges) if (edge.from === id) reached.add(edge.to);
  }
  return {
    title: graph.title,
    nodes: graph.nodes.filter(({ id }) => reached.has(id)),
    edges: graph.edges.filter(({ from, to }) => reached.has(from) && reached.has(to)),
  };
}

function siteKey({ file, start, end }: Site): string {
  return `${file}:${start}:${end}`;
}
