// `npm run release -- 0.2.0`: gives what is unreleased a version and a day, and says how to publish it.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../.ci/setup.mjs";
import { isLater, released, withVersion } from "./release/versions.js";

const version = process.argv[2] ?? "";
const read = (file: string) => readFileSync(join(root, file), "utf8");
const { version: current } = JSON.parse(read("package.json")) as { readonly version: string };

if (!isLater(version, current))
  fail(`${version || "nothing"} is no version after ${current}: npm run release -- <version>`);
const { stdout } = spawnSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" });
if (stdout.trim() !== "") fail("There are changes that are not committed. Commit them first.");

const changelog = released(read("CHANGELOG.md"), version, new Date().toISOString().slice(0, 10));
if (changelog === undefined) fail("CHANGELOG.md has nothing under Unreleased: there is nothing to release.");
else writeFileSync(join(root, "CHANGELOG.md"), changelog);
for (const file of ["package.json", "package-lock.json", "extension/package.json", "extension/package-lock.json"])
  writeFileSync(join(root, file), withVersion(read(file), version));
console.log(`Look at the difference, then:
  git commit --all --message "Release ${version}"
  git tag v${version} && git push origin HEAD v${version}
The workflow .github/workflows/release.yml publishes what is tagged.`);

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
