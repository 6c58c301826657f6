import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
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
    const built = spawnSync("npm", ["run", "build"], {
      cwd: root,
      encoding: "utf8",
      shell: process.platform === "win32",
    });
    assert.equal(built.status, 0, `${built.stdout}\n${built.stderr}`);
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

  it("ships the declarations of our sources, what runs, and nothing else", () => {
    const sources = filesOf(["analyzer", "rules", "map", "server", "cli", "harness"], ".ts").filter(
      (file) => !file.startsWith("cli/demo"),
    );
    const declarations = sources.map((file) => `dist/${file.replace(/\.ts$/, ".d.ts")}`);
    const harness = sources
      .filter((file) => file.startsWith("harness/"))
      .map((file) => `dist/${file.replace(/\.ts$/, ".js")}`);
    const named = [...Object.values(manifest.bin), "./dist/rules/api.js", "./dist/rules/eslint.js"];
    const entries = [...named.map((file) => file.replace(/^\.\//, "")), "dist/chunks/worker.js"];
    const beside = packed.filter((file) => !file.startsWith("dist/") && !/^(docs\/rules|schemas)\//.test(file));
    assert.deepEqual([...beside].sort(), ["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
    const scripts = packed.filter((file) => file.endsWith(".js"));
    const texts = scripts.map((file) => readFileSync(join(root, file), "utf8"));
    const shared = scripts.filter((file) =>
      texts.some((text) => text.includes(`chunks/${basename(file)}"`) || text.includes(`"./${basename(file)}"`)),
    );
    assert.deepEqual(
      packed.filter((file) => file.startsWith("dist/")).sort(),
      [
        ...new Set([
          ...declarations,
          ...harness,
          ...entries,
          ...shared.filter((file) => file.startsWith("dist/chunks/")),
        ]),
      ].sort(),
    );
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

  it("loads scenarios in TypeScript from packages of either kind of modules", () => {
    const bin = join(root, manifest.bin["idemlint"] ?? "");
    for (const type of ["module", "commonjs"]) {
      const service = mkdtempSync(join(tmpdir(), "idemlint-scenario-"));
      try {
        writeFileSync(join(service, "package.json"), JSON.stringify({ type }));
        writeFileSync(
          join(service, "greet.idemlint.ts"),
          `const observe: readonly string[] = [];\nexport default { name: "greet", attempt: () => undefined, observe };\n`,
        );
        const { stderr } = spawnSync(process.execPath, [bin, "verify"], { cwd: service, encoding: "utf8" });
        assert.match(stderr, /^idemlint: scenario greet observes nothing/, type);
      } finally {
        rmSync(service, { recursive: true, force: true });
      }
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
