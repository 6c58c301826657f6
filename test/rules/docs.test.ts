import { strict as assert } from "node:assert";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rules } from "../../rules/index.js";
import type { RuleSettings } from "../../rules/session.js";
import { settingsFor } from "../../bench/soundness.js";
import { checkFolder } from "./check-folder.js";
import { disagreements, expectationsIn, type Expectation } from "./expectations.js";

const PAGES = join(import.meta.dirname, "../../docs/rules");
const GUIDE = join(import.meta.dirname, "../../docs/guide");
const SECTIONS = [
  "## What it reports",
  "## Why it matters",
  "## Unsafe",
  "## Safe",
  "## How to fix it",
  "## When to turn it off",
  "## What it cannot see",
];

describe("documentation of the rules", function () {
  this.timeout(120_000);
  for (const { id, summary } of rules) {
    it(`${id} says what, why, how, when not and what it misses`, () => {
      const page = readFileSync(join(PAGES, `${id}.md`), "utf8");
      assert.ok(page.startsWith(`# ${id}\n`), "the title is the rule's id");
      const missing = SECTIONS.filter((section) => !page.includes(`\n${section}\n`));
      assert.deepEqual(missing, []);
      assert.ok(page.includes(summary.replace(/\.$/, "")), `the page says: ${summary}`);
    });

    it(`${id}: the code on its page is judged as its comments say`, () => {
      const said = judgedAsItSays(join(PAGES, `${id}.md`), settingsFor(id));
      assert.ok(
        said.some((one) => one.kind !== "ok"),
        "an unsafe example",
      );
      assert.ok(
        said.some((one) => one.kind === "ok"),
        "a safe example",
      );
    });
  }
});

describe("the guide", function () {
  this.timeout(120_000);
  const pages = readdirSync(GUIDE).filter((page) =>
    /\/\/ (ok|error|warning): /.test(readFileSync(join(GUIDE, page), "utf8")),
  );

  it("has a page for each question that a guard raises", () => {
    const teaching = [
      "choosing-a-key",
      "where-to-put-the-guard",
      "retention",
      "in-progress",
      "inbox-and-outbox",
      "workflows",
    ];
    for (const page of teaching) assert.ok(pages.includes(`${page}.md`), page);
  });

  for (const page of pages)
    it(`${page}: its code is judged as its comments say`, () => {
      assert.ok(judgedAsItSays(join(GUIDE, page), { preset: "recommended" }).length > 0);
    });
});

/** Checks the code blocks of a page as the files of one project; yields what their comments say. */
function judgedAsItSays(page: string, settings: RuleSettings): readonly Expectation[] {
  const blocks = [...readFileSync(page, "utf8").matchAll(/^```(tsx?|sql|prisma)\n([^]*?)^```$/gm)];
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "idemlint-docs-")));
  try {
    const files = blocks.map(([, language, code], index) => {
      // Where the name of a file matters, the block begins with it.
      const name = /^\/\/ file: (\S+)$/m.exec(code ?? "")?.[1] ?? `block-${index + 1}.${language}`;
      const file = join(folder, name).replaceAll("\\", "/");
      writeFileSync(file, code ?? "");
      return file;
    });
    const expectations = files.flatMap((file) => (/\.tsx?$/.test(file) ? expectationsIn(file) : []));
    const { findings, traces } = checkFolder(folder, new Map(), settings);
    const problems = disagreements(expectations, findings, traces, (file) => readFileSync(file, "utf8"));
    if (problems.length > 0) assert.fail(problems.join("\n\n"));
    return expectations;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
