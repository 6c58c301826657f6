import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filesOf, root } from "./sources.js";

interface Manifest {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/** What `npm pack` would publish. */
interface Pack {
  readonly files: readonly { readonly path: string }[];
  readonly unpackedSize: number;
}

describe("the package, built", function () {
  this.timeout(600_000);
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  let packed: readonly string[] = [];

  before(() => {
    rmSync(join(root, "dist"), { recursive: true, force: true });
    run("node_modules/typescript/bin/tsc", "-b", "tsconfig.build.json");
    const { stdout, stderr } = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: root,
      encoding: "utf8",
      shell: process.platform === "win32",
    });
    const [pack] = JSON.parse(stdout) as readonly Pack[];
    assert.ok(pack, stderr);
    packed = pack.files.map(({ path }) => path);
  });

  it("ships every file that it exports or runs", () => {
    const targets = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === "string" ? [entry] : Object.values(entry),
    );
    for (const target of [...targets, ...Object.values(manifest.bin)])
      assert.ok(packed.includes(target.replace(/^\.\//, "")), target);
  });

  it("ships a page for each rule, the schemas, and nothing that is only for us", () => {
    assert.ok(packed.includes("docs/rules/unstable-key.md"));
    assert.ok(packed.includes("schemas/findings.schema.json"));
    const ours = packed.filter((file) =>
      /^(dist\/)?(test|fixtures|bench|scripts|extension|\.ci)\/|\.tsbuildinfo$/.test(file),
    );
    assert.deepEqual(ours, []);
  });

  it("ships what is built from our sources as they are, and nothing else", () => {
    const built = filesOf(["analyzer", "rules", "map", "server", "cli", "harness"], ".ts")
      .filter((file) => !file.startsWith("cli/demo"))
      .flatMap((file) => [file.replace(/\.ts$/, ".js"), file.replace(/\.ts$/, ".d.ts")].map((made) => `dist/${made}`));
    const beside = packed.filter((file) => !file.startsWith("dist/") && !/^(docs\/rules|schemas)\//.test(file));
    assert.deepEqual([...beside].sort(), ["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
    assert.deepEqual(packed.filter((file) => file.startsWith("dist/")).sort(), [...built].sort());
  });

  it("can be imported by every name that it exports", () => {
    const names = Object.keys(manifest.exports).filter((name) => !name.endsWith(".json"));
    for (const name of names) run("--input-type=module", "--eval", `await import("idemlint${name.slice(1)}")`);
  });

  it("runs: version, a check, and a page", () => {
    const bin = manifest.bin["idemlint"] ?? "";
    assert.equal(run(bin, "--version").trim(), manifest.version);
    assert.match(run(bin, "explain", "unstable-key"), /unstable-key/);
    const empty = mkdtempSync(join(tmpdir(), "idemlint-empty-"));
    try {
      const { status } = spawnSync(process.execPath, [join(root, bin), "check", empty], { encoding: "utf8" });
      assert.equal(status, 2, "a folder without TypeScript is bad use");
    } finally {
      rmSync(empty, { recursive: true, force: true });
    }
  });

  it("has a server that starts and says so to nobody but its client", () => {
    const server = manifest.bin["idemlint-server"] ?? "";
    assert.ok(existsSync(join(root, server)));
    const { stdout } = spawnSync(process.execPath, [join(root, server), "--stdio"], { input: "", encoding: "utf8" });
    assert.equal(stdout, "");
  });
});

function run(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  assert.equal(status, 0, `node ${args.join(" ")}\n${stderr}\n${stdout}`);
  return stdout;
}
