import assert from "node:assert/strict";
import { mapOf } from "../../../server/map/graph.js";
import { placeMap } from "../../../server/map/layout.js";
import { mapFormats, renderMap } from "../../../server/map/render.js";
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
        ["entry:0", "store:order", "insert: unguarded-insert"],
        ["entry:0", "channel:fulfilment", "enqueue"],
        ["entry:1", "provider:post api.ship.example/labels", "call"],
        ["channel:fulfilment", "entry:1", "redelivered"],
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

  it("follows one entry point on to the consumers of what it publishes", () => {
    const { nodes } = mapOf(result, { root, entry: "POST /orders" });
    assert.deepEqual(
      nodes.map(({ label }) => label),
      ["POST /orders", "queue fulfilment", "Order", "fulfilment", "POST api.ship.example/labels"],
    );
    assert.deepEqual(mapOf(result, { root, entry: "GET /none" }).nodes, []);
  });

  it("renders every format with every node in it, and text of the code as text", () => {
    const map = mapOf(result, { root });
    for (const format of mapFormats) {
      const text = renderMap(map, format);
      for (const { label } of map.nodes) assert.ok(text.includes(label), `${format} lacks ${label}`);
      if (format === "svg" || format === "html") assert.ok(!text.includes('ship("<now>")'), `${format} carries markup`);
    }
    assert.match(renderMap(map, "mermaid"), /^ {2}n0 -->\|"insert: unguarded-insert"\| n3$/m);
    assert.match(renderMap(map, "dot"), /n4 -> n1 \[label="redelivered", color="#818b98", style=dashed\];/);
    assert.equal((JSON.parse(renderMap(map, "json")) as { version: number }).version, 1);
  });

  it("says what to do when there is nothing to draw", () => {
    const map = mapOf({ traces: [], findings: [] }, { root });
    assert.match(renderMap(map, "html"), /No entry points were found here/);
    assert.match(renderMap(map, "svg"), /^<svg /);
  });

  it("takes over the layout when only lines moved, and not when an arrow is new", () => {
    const placed = placeMap(mapOf(result, { root }));
    const moved = structuredClone(mapOf(result, { root }));
    const [first] = moved.edges[0]?.effects ?? [];
    Object.assign(first?.place ?? {}, { line: 99 });
    const again = placeMap(moved, placed);
    assert.deepEqual(again, placeMap(moved));
    assert.equal(again.edges[0]?.effects[0]?.place.line, 99);
    const fewer = { ...moved, edges: moved.edges.slice(1) };
    assert.equal(placeMap(fewer, placed).edges.length, fewer.edges.length);
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

function manyEntries(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    kind: "http" as const,
    name: `POST /things/${index}`,
    library: "express",
    effects: [
      { kind: "insert" as const, name: "prisma.thing.create", target: `Table${index % 23}`, rule: "unguarded-insert" },
      { kind: "call" as const, name: "fetch", target: `POST api${index % 7}.example`, guard: "key" },
    ],
  }));
}
