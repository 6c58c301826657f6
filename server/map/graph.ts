import path from "node:path";
import type { Effect, EffectKind, EntryPoint, Finding, Risk, Site, Trace } from "../../analyzer/trace.js";

/** Whether what happens here may happen twice: a finding stands here, guards hold, or neither. */
type Verdict = "gap" | "guarded" | "open";

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
  /** Where an entry point is declared. */
  readonly place?: Place;
}

/** One effect on an edge. */
interface MapEffect {
  readonly name: string;
  readonly kind: EffectKind;
  readonly verdict: Verdict;
  readonly risk: Risk;
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
}

/** Draws what the traces of a project say as one graph. */
export function mapOf(
  { traces, findings }: { readonly traces: readonly Trace[]; readonly findings: readonly Finding[] },
  { root, entry }: MapOptions,
): MapGraph {
  const placeOf = ({ file, line, column }: Site): Place => ({
    file: path.relative(root, file).replaceAll("\\", "/"),
    line,
    column,
  });
  const gaps = new Map(findings.map((finding) => [siteKey(finding.site), finding]));
  const edges: MapEdge[] = [];
  const entries: MapNode[] = [];
  const targets = new Map<string, MapNode>();

  for (const [index, trace] of traces.entries()) {
    const id = `entry:${index}`;
    const byTarget = new Map<string, MapEffect[]>();
    for (const effect of trace.effects) {
      if (effect.kind === "read" || effect.quiet !== undefined) continue;
      const drawn = drawEffect(effect, gaps.get(siteKey(effect.site)), placeOf(effect.site));
      const target = targetOf(effect, drawn);
      targets.set(target.id, worse(targets.get(target.id), target));
      byTarget.set(target.id, [...(byTarget.get(target.id) ?? []), drawn]);
    }
    const own = [...byTarget].map(([to, effects]) => edgeOf(id, to, effects));
    edges.push(...own);
    entries.push(entryNode(id, trace.entry, own, placeOf(trace.entry.site)));
  }
  edges.push(...deliveries(targets, traces));
  const graph = { title: entry ?? path.basename(root), nodes: [...entries, ...targets.values()], edges };
  return entry === undefined ? graph : onward(graph, entry);
}

function drawEffect(effect: Effect, finding: Finding | undefined, place: Place): MapEffect {
  const { name, kind, risk, guards } = effect;
  if (finding) return { name, kind, risk, place, verdict: "gap", why: finding.rule };
  const [guard] = guards;
  if (guard) return { name, kind, risk, place, verdict: "guarded", why: guard.what };
  return { name, kind, risk, place, verdict: "open", why: "not reported" };
}

function targetOf({ kind, target, library, risk }: Effect, { verdict }: MapEffect): MapNode {
  const where = kinds[kind];
  return { id: `${where}:${target.toLowerCase()}`, kind: where, label: target, detail: library, verdict, risk };
}

const kinds: Readonly<Record<EffectKind, Exclude<NodeKind, "entry">>> = {
  insert: "store",
  update: "store",
  increment: "store",
  append: "store",
  delete: "store",
  upsert: "store",
  reserve: "store",
  release: "store",
  read: "store",
  call: "provider",
  publish: "channel",
  enqueue: "channel",
  start: "channel",
};

/** A target that several effects reach takes the worst verdict and the highest risk. */
function worse(known: MapNode | undefined, next: MapNode): MapNode {
  if (!known) return next;
  return { ...known, verdict: worst([known.verdict, next.verdict]), risk: highest([known.risk, next.risk]) };
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
  return {
    id,
    kind: "entry",
    label: entry.name,
    detail:
      entry.delivery === "retried" ? `retried by callers · ${entry.library}` : `${entry.delivery} by ${entry.library}`,
    verdict: edges.length === 0 ? "open" : worst(edges.map(({ verdict }) => verdict)),
    risk: highest(edges.flatMap(({ effects }) => effects.map(({ risk }) => risk))),
    place,
  };
}

/** A channel leads to the entry points that consume it: `queue orders` consumes `orders`. */
function deliveries(targets: ReadonlyMap<string, MapNode>, traces: readonly Trace[]): MapEdge[] {
  return [...targets.values()]
    .filter(({ kind }) => kind === "channel")
    .flatMap((channel) =>
      traces.flatMap(({ entry }, index): MapEdge[] =>
        consumes(entry, channel.label)
          ? [
              {
                from: channel.id,
                to: `entry:${index}`,
                label: entry.delivery,
                verdict: "open",
                again: true,
                effects: [],
              },
            ]
          : [],
      ),
    );
}

function consumes({ name, kind }: EntryPoint, channel: string): boolean {
  if (kind === "http" || kind === "cron" || kind === "graphql" || kind === "rpc") return false;
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

function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("gap")) return "gap";
  return verdicts.includes("open") ? "open" : "guarded";
}

function highest(risks: readonly Risk[]): Risk {
  return (["critical", "high", "normal"] as const).find((risk) => risks.includes(risk)) ?? "low";
}

function siteKey({ file, start, end }: Site): string {
  return `${file}:${start}:${end}`;
}
