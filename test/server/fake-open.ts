import { plainEffect } from "../../analyzer/interpreter/effects/plain.js";
import fs from "node:fs";
import path from "node:path";
import type { Effect, EntryPoint, Finding, Fix, Guard, Site, Trace } from "../../analyzer/trace.js";
import type { CheckResult, OpenOptions, OpenResult, RuleSettings, Session } from "../../rules/session.js";

/**
 * A session that knows two shapes, so that the server is tested without the analyzer: `new Worker("name"` is an entry point,
 * `prisma.x.create(` an insert without a guard, `prisma.x.upsert(` one with. `crash!` makes it throw, as a fault of ours would.
 */
export function openFake({ cwd, project }: OpenOptions): OpenResult {
  const tsconfig = path.join(cwd, "tsconfig.json");
  if (project !== undefined && !fs.existsSync(project)) {
    return { ok: false, problem: { message: `${project} does not exist. Set idemlint.project to a tsconfig.` } };
  }
  if (fs.existsSync(tsconfig) && !isJson(fs.readFileSync(tsconfig, "utf8"))) {
    return { ok: false, problem: { message: "tsconfig.json is not valid JSON. Repair it.", file: tsconfig } };
  }
  return { ok: true, session: new FakeSession(cwd) };
}

class FakeSession implements Session {
  readonly #overlays = new Map<string, string>();
  constructor(readonly root: string) {}

  readonly present = { repository: "/", exists: () => false, functions: () => new Set<string>(), covers: () => true };

  setTexts(texts: ReadonlyMap<string, string | undefined>): void {
    for (const [file, text] of texts) this.setText(file, text);
  }

  setText(file: string, text: string | undefined): void {
    if (text === undefined) this.#overlays.delete(file);
    else this.#overlays.set(file, text);
  }

  matches(): readonly [] {
    return [];
  }

  lessons(): readonly [] {
    return [];
  }

  severityLesson(): undefined {
    return undefined;
  }

  touch(): void {
    // Every check reads the disk.
  }

  check({ preset, rules }: RuleSettings): CheckResult {
    const severity = rules?.["unguarded-insert"] ?? (preset === "strict" ? "error" : "warning");
    const traces: Trace[] = [];
    const findings: Finding[] = [];
    const onDisk = fs
      .readdirSync(this.root, { recursive: true, encoding: "utf8" })
      .map((name) => path.join(this.root, name));
    const files = new Set([...onDisk, ...this.#overlays.keys()].filter((file) => file.endsWith(".ts")));
    const schema = path.join(this.root, "schema.prisma");
    const unique = this.#text(schema).includes("@@unique([orderId])");
    for (const file of files) {
      const text = this.#text(file);
      if (text.includes("crash!")) throw new Error("the fake analyzer fell over");
      const start = text.indexOf("new Worker(");
      if (start < 0) continue;
      const entry = entryAt(siteAt(file, text, start, text.length), /new Worker\("([^"]+)"/.exec(text)?.[1] ?? "");
      const effects = [...text.matchAll(/prisma\.(\w+)\.(create|upsert)\([^)]*\)/g)].map((match) => {
        const site = siteAt(file, text, match.index, match.index + match[0].length);
        const guards: Guard[] =
          match[2] === "upsert" || unique ? [guardAt(siteAt(schema, this.#text(schema), 0, 1))] : [];
        return effectAt(site, match[0].slice(0, match[0].indexOf("(")), guards, entry);
      });
      traces.push({ entry, effects, files: [file] });
      for (const effect of effects) {
        const suppressed = lineBefore(text, effect.site).includes("idemlint-disable-next-line unguarded-insert -- ");
        if (effect.guards.length > 0 || severity === "off" || suppressed) continue;
        findings.push(findingAt(effect, entry, severity, fixesFor(effect, schema, this.#text(schema))));
      }
    }
    const effects = traces.flatMap((trace) => trace.effects);
    return {
      findings,
      traces,
      stats: {
        files: files.size,
        entryPoints: traces.length,
        effects: effects.length,
        guarded: effects.length - findings.length,
        opaqueCalls: 0,
        unresolvedTypes: 0,
        durationMs: 1,
      },
      problems: [],
      tableOf: (target) => this.#tableOf(schema, target),
    };
  }

  /** The model of that name, where the schema has it. */
  #tableOf(schema: string, target: string): { readonly name: string; readonly site: Site } | undefined {
    const text = this.#text(schema);
    const head = new RegExp(`model ${target}`, "i").exec(text);
    return head ? { name: target, site: siteAt(schema, text, head.index, head.index + head[0].length) } : undefined;
  }

  #text(file: string): string {
    return this.#overlays.get(file) ?? (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "");
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function siteAt(file: string, text: string, start: number, end: number): Site {
  const place = (offset: number) => {
    const before = text.slice(0, offset).split("\n");
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  };
  const last = place(end);
  return { file, start, end, ...place(start), endLine: last.line, endColumn: last.column };
}

function lineBefore(text: string, site: Site): string {
  return text.split("\n")[site.line - 2] ?? "";
}

function entryAt(site: Site, name: string): EntryPoint {
  return {
    site,
    handler: site,
    kind: "queue",
    delivery: "redelivered",
    name: `queue ${name}`,
    library: "bullmq",
    repeatedBy: "BullMQ runs a stalled or failed job again",
    identities: [{ what: "the job id", expression: "job.id" }],
    renewed: [],
    safe: false,
  };
}

function guardAt(site: Site): Guard {
  return { kind: "upsert", site, what: "upsert on unique (orderId)" };
}

function effectAt(site: Site, name: string, guards: readonly Guard[], entry: EntryPoint): Effect {
  return {
    site,
    sink: site,
    kind: guards.length > 0 ? "upsert" : "insert",
    library: "prisma",
    name,
    target: name.split(".")[1] ?? "",
    risk: "high",
    riskReason: "orders",
    ...plainEffect,
    path: [{ site: entry.site, what: entry.name }],
    guards,
    confidence: "certain",
  };
}

function findingAt(effect: Effect, entry: EntryPoint, severity: Finding["severity"], fixes: readonly Fix[]): Finding {
  return {
    rule: "unguarded-insert",
    severity,
    confidence: "certain",
    risk: "high",
    riskReason: "orders",
    site: effect.site,
    message: `${effect.name} inserts again each time ${entry.name} runs: no unique constraint covers what it writes`,
    remedy: "Use an upsert on a unique set.",
    effect,
    entry,
    path: [...effect.path, { site: effect.site, what: `${effect.name} inserts a row` }],
    fixes,
    within: "",
    fingerprint: `unguarded-insert:${effect.name}`,
    docs: "https://example.com/docs/rules/unguarded-insert.md",
  };
}

function fixesFor({ site, name }: Effect, schema: string, schemaText: string): Fix[] {
  const method = site.start + name.lastIndexOf(".") + 1;
  const end = schemaText.lastIndexOf("}");
  return [
    {
      title: "Write it with an upsert",
      safety: "safe",
      edits: [{ file: site.file, start: method, end: method + "create".length, text: "upsert" }],
    },
    {
      title: "Make (orderId) unique",
      safety: "review",
      edits: [
        { file: site.file, start: site.start, end: site.start, text: "/* conflict handled */ " },
        { file: schema, start: end, end, text: "  @@unique([orderId])\n" },
      ],
    },
  ];
}
