// From an edit to its diagnostics, over stdio, on 1,000 files in one folder and in four: `npx tsx bench/server/latency.ts [edits] [modules]`.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildServer } from "./build.js";
import { writeProject } from "./project.js";
import { RawClient } from "../../test/server/raw-client.js";

const edits = Number(process.argv[2] ?? 200);
const modules = Number(process.argv[3] ?? 100);
const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "idemlint-latency-")));
try {
  const server = await buildServer(root);
  const results = [];
  for (const folders of [1, 4]) results.push(await measure(server, folders));
  console.table(results);
  const machine = {
    node: process.version,
    cpu: os.cpus()[0]?.model.trim() ?? "unknown",
    load: rounded(os.loadavg()[0] ?? 0),
  };
  const report = fileURLToPath(new URL("./latency.json", import.meta.url));
  fs.writeFileSync(report, `${JSON.stringify({ ...machine, results }, undefined, 2)}\n`);
} finally {
  fs.rmSync(root, { recursive: true, force: true });
}

/** Opens the files as a workspace of so many folders, types, and waits for the diagnostics of each edit. */
async function measure(server: string, folders: number) {
  const roots = Array.from({ length: folders }, (_, index) => path.join(root, `${folders}-folders`, `part-${index}`));
  const files = roots.flatMap((folder) => writeProject(folder, modules / folders));
  const uri = (file: string) => pathToFileURL(file).href;
  const client = new RawClient([process.execPath, server, "--stdio"], {
    "workspace/configuration": ({ items }: { items: unknown[] }) => items.map(() => ({})),
  });
  await client.request("initialize", {
    processId: process.pid,
    rootUri: uri(root),
    workspaceFolders: roots.map((folder) => ({ uri: uri(folder), name: path.basename(folder) })),
    capabilities: { workspace: { configuration: true, workspaceFolders: true }, textDocument: { diagnostic: {} } },
  });
  client.notify("initialized", {});

  const cold = performance.now();
  const { items } = await client.request<{ items: { items?: unknown[] }[] }>("workspace/diagnostic", {
    previousResultIds: [],
  });
  const coldMs = performance.now() - cold;
  const findings = items.reduce((sum, report) => sum + (report.items?.length ?? 0), 0);
  if (findings === 0)
    throw new Error("the server found nothing in a project full of gaps: there is nothing to measure");

  const cpuBefore = cpuMs(client.pid);
  const typed = typist(files);
  const times: number[] = [];
  let turns = 0;
  while (times.length < edits) {
    const { file, text, opened, version } = typed();
    const textDocument = { uri: uri(file), version };
    if (opened) client.notify("textDocument/didChange", { textDocument, contentChanges: [{ text }] });
    else client.notify("textDocument/didOpen", { textDocument: { ...textDocument, languageId: "typescript", text } });
    const started = performance.now();
    await client.request("textDocument/diagnostic", { textDocument: { uri: uri(file) } });
    if (opened) times.push(performance.now() - started);
    client.forget();
    turns++;
  }
  const cpuAfter = cpuMs(client.pid);
  const peakMegabytes = peakMemory(client.pid);
  await client.stop();

  times.sort((a, b) => a - b);
  const at = (share: number) => rounded(times[Math.floor(times.length * share)] ?? 0);
  return {
    folders,
    files: files.length,
    findings,
    coldSeconds: rounded(coldMs / 1000),
    edits: times.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    // What the server computed for one edit, whatever else the machine did meanwhile.
    cpuMsPerEdit: rounded((cpuAfter - cpuBefore) / turns),
    peakMegabytes,
  };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The most memory that a process held, as Linux counts it; elsewhere not known. */
function peakMemory(pid: number | undefined): number {
  if (pid === undefined || process.platform !== "linux") return Number.NaN;
  const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

/** Processor time of a process so far, as Linux counts it; elsewhere not known. */
function cpuMs(pid: number | undefined): number {
  if (pid === undefined || process.platform !== "linux") return Number.NaN;
  const fields = fs
    .readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Types as people do: a few keys in one file, some of them leaving the text broken, then on to another file. */
function typist(files: readonly string[]) {
  const own = files.filter((file) => /(service|repository|worker|controller|validate)\.ts$/.test(file));
  const states = new Map<string, { version: number; text: string }>();
  let turn = 0;
  return () => {
    const file = own[(Math.floor(turn / 10) * 37) % own.length] ?? "";
    const step = turn++ % 10;
    const state = states.get(file);
    const original = fs.readFileSync(file, "utf8");
    const text = state ? typedText(original, step) : original;
    const version = (state?.version ?? 0) + 1;
    states.set(file, { version, text });
    return { file, text, opened: state !== undefined, version };
  };
}

function typedText(original: string, step: number): string {
  const at = original.lastIndexOf("}");
  const key = "const typed = await fetch(url);".slice(0, step * 3 + 1);
  return `${original.slice(0, at)}  ${key}\n${original.slice(at)}`;
}
