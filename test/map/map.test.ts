import assert from "node:assert/strict";
import vm from "node:vm";
import { mapFormats } from "../../map/formats.js";
import { mapOf } from "../../map/graph.js";
import { groupsOf } from "../../map/groups.js";
import { placeMap } from "../../map/layout.js";
import { overviewOf } from "../../map/overview.js";
import { renderMap } from "../../map/render.js";
import { sampleResult } from "./sample.js";

const root = "/srv/shop";
const result = sampleResult(root, [
  {
    kind: "http",
    name: "POST /orders",
    library: "express",
    effects: [
      { kind: "read", name: "prisma.order.findMany", target: "Order" },
      { kind: "insert", name: "prisma.order.create", target: "Order", guard: "unique (orderId)" },
      { kind: "insert", name: "prisma.order.create", target: "Order", rule: "unguarded-insert" },
      { kind: "enqueue", name: "fulfilment.add", target: "fulfilment", library: "bullmq", guard: "jobId" },
    ],
  },
  {
    kind: "queue",
    name: "queue fulfilment",
    library: "bullmq",
    effects: [{ kind: "call", name: 'ship("<now>")', target: "POST api.ship.example/labels", library: "fetch" }],
  },
  { kind: "cron", name: "cron nightly", library: "node-cron", effects: [] },
]);

const orders = "entry:src/handlers/handler-1.ts#POST /orders";
const fulfilment = "entry:src/handlers/handler-2.ts#queue fulfilment";

describe("workflow map", function () {
  this.timeout(60_000);

  it("joins what an entry point does to one target and takes the worst verdict", () => {
    const { nodes, edges } = mapOf(result, { root });
    assert.deepEqual(
      nodes.map(({ label, kind, verdict }) => [label, kind, verdict]),
      [
        ["POST /orders", "entry", "gap"],
        ["queue fulfilment", "entry", "open"],
        ["cron nightly", "entry", "open"],
        ["Order", "store", "gap"],
        ["fulfilment", "channel", "guarded"],
        ["POST api.ship.example/labels", "provider", "open"],
      ],
    );
    assert.deepEqual(
      edges.map(({ from, to, label }) => [from, to, label]),
      [
        [orders, "store:order", "insert: unguarded-insert"],
        [orders, "channel:fulfilment", "enqueue"],
        [fulfilment, "provider:post api.ship.example/labels", "call"],
        ["channel:fulfilment", fulfilment, "redelivered"],
      ],
    );
    assert.deepEqual(
      edges[0]?.effects.map(({ why, place }) => [why, place.file, place.line]),
      [
        ["unique (orderId)", "src/handlers/handler-1.ts", 6],
        ["unguarded-insert", "src/handlers/handler-1.ts", 7],
      ],
    );
  });

  it("draws an entry point once that is registered by code called twice, and guarded only where it always is", () => {
    const twice = sampleResult(root, [
      {
        kind: "http",
        name: "POST /orders",
        library: "express",
        effects: [{ kind: "insert", name: "prisma.order.create", target: "Order", guard: "unique (orderId)" }],
      },
    ]);
    const unguarded = twice.traces.map((trace) => ({
      ...trace,
      effects: trace.effects.map((effect) => ({ ...effect, guards: [] })),
    }));
    const { nodes, edges } = mapOf({ ...twice, traces: [...twice.traces, ...unguarded] }, { root });
    assert.deepEqual(
      nodes.map(({ label, verdict }) => [label, verdict]),
      [
        ["POST /orders", "open"],
        ["Order", "open"],
      ],
    );
    assert.equal(edges[0]?.effects.length, 1);
  });

  it("follows one entry point on to the consumers of what it publishes", () => {
    const { nodes } = mapOf(result, { root, entry: "POST /orders" });
    assert.deepEqual(
      nodes.map(({ label }) => label),
      ["POST /orders", "queue fulfilment", "Order", "fulfilment", "POST api.ship.example/labels"],
    );
    assert.deepEqual(mapOf(result, { root, entry: "GET /none" }).nodes, []);
  });

  it("leads a channel that no consumer is named after to the only consumer of its library", () => {
    const jobs = { kind: "enqueue" as const, name: "queue.add", target: "hold-order", library: "bullmq" };
    const worker = { kind: "queue" as const, name: "queue fulfilment", library: "bullmq", effects: [] };
    const route = { kind: "http" as const, name: "POST /hold", library: "express", effects: [jobs] };
    const again = (...entries: Parameters<typeof sampleResult>[1]) =>
      mapOf(sampleResult(root, entries), { root }).edges.filter((edge) => edge.again).length;
    assert.equal(again(route, worker), 1);
    assert.equal(again(route, worker, { ...worker, name: "queue mails" }), 0);
  });

  it("marks what runs confirmed, and what they refuted for all that happens there", () => {
    const proofs: Readonly<Record<string, "confirmed" | "refuted">> = { fetch: "refuted", prisma: "confirmed" };
    const map = mapOf(result, { root, proofOf: ({ library }) => proofs[library] });
    assert.deepEqual(
      map.nodes.map(({ label, proof }) => [label, proof]),
      [
        ["POST /orders", "confirmed"],
        ["queue fulfilment", "refuted"],
        ["cron nightly", undefined],
        ["Order", "confirmed"],
        ["fulfilment", undefined],
        ["POST api.ship.example/labels", "refuted"],
      ],
    );
    assert.match(renderMap(map, "svg"), /class="badge confirmed"/);
  });

  it("closes groups of a large service until it is readable, and none of a small one", () => {
    const small = mapOf(result, { root });
    assert.deepEqual(groupsOf(small).groups, []);
    const large = mapOf(sampleResult(root, [...manyEntries(120), idle("a"), idle("b")]), { root });
    const { groups, groupOf, opened } = groupsOf(large);
    assert.deepEqual(
      groups.map(({ label, detail }) => [label, detail]),
      [
        ...Array.from({ length: 12 }, (_, index) => [`area-${index}`, "10 entry points, 10 with gaps"]),
        ["prisma stores", "23 of them, 23 with gaps"],
        ["fetch operations", "7 of them"],
        ["Changes nothing", "2 entry points without an effect"],
      ],
    );
    for (const { id } of large.nodes) assert.ok(groupOf.has(id), `${id} is in no group`);
    assert.deepEqual(opened, ["folder:area-0", "folder:area-1", "library:store:prisma", "library:provider:fetch"]);
  });

  it("draws a large service by its groups where nobody can open them, and keeps all of it as data", () => {
    const large = mapOf(sampleResult(root, manyEntries(120)), { root });
    const { nodes, edges } = overviewOf(large);
    assert.ok(nodes.length < 70, `${nodes.length} boxes`);
    assert.equal(new Set(edges.flatMap(({ effects }) => effects)).size, 240, "an effect was lost");
    const dot = renderMap(large, "dot");
    assert.match(dot, /label="area-5\\n10 entry points, 10 with gaps", shape=folder/);
    assert.match(dot, /label="2 effects"/);
    assert.equal((JSON.parse(renderMap(large, "json")) as { nodes: unknown[] }).nodes.length, large.nodes.length);
  });

  it("gives the page's script what it shares with the pictures", () => {
    const page = renderMap(mapOf(result, { root }), "html");
    const script = /<script>"use strict";([^]*)<\/script>/.exec(page)?.[1] ?? "";
    assert.ok(new vm.Script(script));
    const shared = script.slice(script.indexOf("const boxHeight"), script.indexOf("const data ="));
    const spots = [0, 100, 300].map((y, index) => ({ id: String(index), x: 0, y, height: 44 }));
    const moved: unknown = vm.runInNewContext(`${shared}; [...compact(${JSON.stringify(spots)}, [], nodeGap)]`);
    assert.deepEqual(JSON.parse(JSON.stringify(moved)), [
      ["0", -58],
      ["1", 0],
      ["2", 58],
    ]);
  });

  it("renders every format with every node in it, and text of the code as text", () => {
    const map = mapOf(result, { root });
    for (const format of mapFormats) {
      const text = renderMap(map, format);
      const isPicture = format !== "json" && format !== "html";
      for (const { label } of map.nodes)
        if (!isPicture || label !== "cron nightly") assert.ok(text.includes(label), `${format} lacks ${label}`);
      if (format === "svg" || format === "html") assert.ok(!text.includes('ship("<now>")'), `${format} carries markup`);
    }
    assert.match(renderMap(map, "mermaid"), /^ {2}n0 -->\|"insert: unguarded-insert"\| n2$/m);
    assert.match(renderMap(map, "dot"), /n3 -> n1 \[label="redelivered", color="#818b98", style=dashed\];/);
    assert.equal((JSON.parse(renderMap(map, "json")) as { version: number }).version, 1);
  });

  it("says what to do when there is nothing to draw", () => {
    const map = mapOf({ traces: [], findings: [] }, { root });
    assert.match(renderMap(map, "html"), /No entry points were found here/);
    assert.match(renderMap(map, "svg"), /^<svg /);
  });

  it("places a large service without boxes over boxes", () => {
    const large = sampleResult(root, manyEntries(120));
    const { nodes } = placeMap(mapOf(large, { root }));
    const overlapping = nodes.filter((a, index) =>
      nodes
        .slice(index + 1)
        .some((b) => Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2),
    );
    assert.deepEqual(overlapping, []);
  });
});

function idle(name: string) {
  return { kind: "http" as const, name: `GET /${name}`, library: "express", effects: [] };
}

function manyEntries(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    kind: "http" as const,
    name: `POST /area-${index % 12}/things/${index}`,
    library: "express",
    effects: [
      { kind: "insert" as const, name: "prisma.thing.create", target: `Table${index % 23}`, rule: "unguarded-insert" },
      { kind: "call" as const, name: "fetch", library: "fetch", target: `POST api${index % 7}.example`, guard: "key" },
    ],
  }));
}
