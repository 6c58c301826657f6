import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv } from "ajv";
import { formatGithub } from "../../cli/formats/github.js";
import { formatGitlab } from "../../cli/formats/gitlab.js";
import { formatJunit } from "../../cli/formats/junit.js";
import { formatMarkdown } from "../../cli/formats/markdown.js";
import { formatSarif } from "../../cli/formats/sarif.js";
import type { Outcome } from "../../cli/outcome.js";
import { packageFile } from "../../cli/package.js";
import { run } from "../../cli/run.js";
import { openSession } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";
import { contextIn, finding, recorder, siteOf } from "./fakes.js";

describe("reports for machines and pull requests", () => {
  after(removeTrees);

  it("are written several at once, each to its place", async () => {
    const files = tree({ "tsconfig.json": "{}", "worker.ts": REFUND });
    const host = recorder(files.root);
    assert.equal(await run(["check", "--format", "sarif=out/a.sarif,junit=out/a.xml,pretty"], host), 1);
    assert.match(host.printed(), /● error {2}missing-idempotency-key/);
    assert.match(readFileSync(files.path("out/a.sarif"), "utf8"), /"version": "2\.1\.0"/);
    assert.match(readFileSync(files.path("out/a.xml"), "utf8"), /<failure type="error" message=/);
  });

  describe("SARIF", () => {
    it("meets the official schema, for a whole service", () => {
      const log: unknown = JSON.parse(formatSarif(shop(), contextIn(ROOT)));
      // The schema is of draft 4, whose `id` later drafts call `$id`; nothing else in it differs.
      const { $schema: _draft, id: _id, ...current } = schema;
      const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false });
      assert.ok(ajv.validate(current, log), ajv.errorsText());
    });

    it("tells the path as a code flow, and where it starts from the repository's folder", () => {
      const [result] = sarif(shop()).results;
      assert.ok(result);
      assert.match(result.locations[0].physicalLocation.artifactLocation.uri, /^fixtures\/shop\/[\w/-]+\.ts$/);
      const steps = result.codeFlows[0].threadFlows[0].locations;
      assert.ok(steps.length >= 2);
      assert.match(steps[0].location.message.text, /: /);
    });

    it("carries fixes that give the same text as `--fix-review`", () => {
      const outcome = shop();
      for (const [index, { fixes = [] }] of sarif(outcome).results.entries())
        for (const [nth, { artifactChanges }] of fixes.entries())
          for (const { artifactLocation, replacements } of artifactChanges) {
            const file = `${ROOT}/${artifactLocation.uri}`;
            const edits = outcome.findings[index]?.fixes[nth]?.edits.filter((edit) => edit.file === file) ?? [];
            const text = contextIn(ROOT).text(file) ?? "";
            assert.equal(
              applied(
                text,
                replacements.map((one) => rangeIn(text, one)),
              ),
              applied(
                text,
                edits.map(({ start, end, text: added }) => ({ start, end, text: added })),
              ),
            );
          }
    });

    it("marks what is suppressed and what was known before", () => {
      const files = tree({ "a.ts": "one(); two(); three();" });
      const at = (text: string) => finding(siteOf(files.path("a.ts"), text));
      const suppression = { verb: "disable", rules: [], reason: "read only", file: "", line: 1 } as const;
      const { results } = sarif({
        ...EMPTY,
        findings: [at("one()")],
        suppressed: [{ finding: at("two()"), suppression }],
        compared: { with: "the baseline", known: [at("three()")], closed: 0 },
      });
      assert.deepEqual(
        results.map(({ baselineState, suppressions }) => [baselineState, suppressions?.[0].justification]),
        [
          ["new", undefined],
          ["unchanged", undefined],
          [undefined, "read only"],
        ],
      );
    });
  });

  it("annotate lines on GitHub, with what its commands reserve escaped", () => {
    const files = tree({ "a,b.ts": "one(\n);\ntwo();" });
    const at = (text: string) => finding(siteOf(files.path("a,b.ts"), text), { message: "50% twice", remedy: "Once." });
    const lines = formatGithub({ ...EMPTY, findings: [at("two()"), at("one(\n)")] }, contextIn(files.root)).split("\n");
    assert.match(
      lines[0] ?? "",
      /^::error file=a%2Cb\.ts,line=3,endLine=3,col=1,endColumn=6,title=unguarded-insert%3A queue orders is redelivered::50%25 twice%0AOnce\.%0Ahttps:/,
    );
    assert.match(lines[1] ?? "", /,line=1,endLine=2,title=/);
  });

  it("give GitLab an issue each, graded by what is at stake", () => {
    const files = tree({ "a.ts": "one();" });
    const graded = (severity: "error" | "warning" | "info", risk: "critical" | "high") => {
      const found = finding(siteOf(files.path("a.ts"), "one()"), { severity, risk });
      const [issue] = JSON.parse(formatGitlab({ ...EMPTY, findings: [found] }, contextIn(files.root))) as Issue[];
      const { begin } = issue?.location.positions ?? {};
      assert.deepEqual(
        [issue?.check_name, issue?.fingerprint, issue?.location.path, begin],
        ["unguarded-insert", "0123456789abcdef", "a.ts", { line: 1, column: 1 }],
      );
      return issue?.severity;
    };
    assert.deepEqual(
      [graded("error", "critical"), graded("error", "high"), graded("warning", "high"), graded("info", "high")],
      ["blocker", "critical", "major", "minor"],
    );
  });

  it("fail JUnit's cases from `--fail-on` on, and give it one case when nothing was found", () => {
    const files = tree({ "a.ts": "one<T>(); two();" });
    const findings = [
      finding(siteOf(files.path("a.ts"), "one<T>()"), { message: "`one<T>` & again" }),
      finding(siteOf(files.path("a.ts"), "two()"), { severity: "warning" }),
    ];
    const xml = formatJunit({ ...EMPTY, findings }, contextIn(files.root));
    assert.match(xml, /<testsuite name="a\.ts" tests="2" failures="1" /);
    assert.match(xml, /<failure type="error" message="`one&lt;T&gt;` &amp; again">/);
    assert.match(xml, /<system-out>warning: /);
    assert.match(formatJunit(EMPTY, contextIn(files.root)), /tests="1" failures="0".*\n.*name="no gap was found"/);
  });

  it("sum up a pull request in Markdown, linked where the job says which commit it is", () => {
    const files = tree({ "src/a.ts": "one();" });
    const found = finding(siteOf(files.path("src/a.ts"), "one()"), { remedy: "Use *one* key." });
    const outcome = { ...EMPTY, findings: [found], compared: { with: "main", known: [], closed: 2 } };
    const text = formatMarkdown(outcome, contextIn(files.root));
    assert.match(text, /^## Idemlint: 1 new gap\n/);
    assert.match(
      text,
      /\| 🔴 error \| \[unguarded-insert\]\(https:.*\) \| `src\/a\.ts:1:1` \| `queue orders` is redelivered/,
    );
    assert.match(text, /\*\*Remedy\*\* Use \\\*one\\\* key\./);
    assert.match(text, /compared with main: 0 known, 2 closed/);
    const env = { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "acme/shop", GITHUB_SHA: "abc" };
    assert.match(
      formatMarkdown(outcome, { ...contextIn(files.root), env }),
      /\[`src\/a\.ts:1:1`\]\(https:\/\/github\.com\/acme\/shop\/blob\/abc\/src\/a\.ts#L1\)/,
    );
    assert.match(formatMarkdown(EMPTY, contextIn(files.root)), /^## Idemlint: no gap\n/);
  });
});

const ROOT = packageFile(".");

const REFUND = `import Stripe from "stripe";
import { Worker } from "bullmq";
const stripe = new Stripe("");
new Worker("refunds", async (job) => {
  await stripe.refunds.create({ charge: job.data.charge });
});
`;

const EMPTY: Outcome = {
  findings: [],
  traces: [],
  stats: { files: 1, entryPoints: 1, effects: 1, guarded: 1, opaqueCalls: 0, unresolvedTypes: 0, durationMs: 5 },
  problems: [],
};

let checked: Outcome | undefined;

function shop(): Outcome {
  if (checked) return checked;
  const opened = openSession({ cwd: ROOT, paths: ["fixtures/shop"] });
  assert.ok(opened.ok);
  return (checked = opened.session.check({ preset: "recommended" }));
}

interface Issue {
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly positions: { readonly begin: object } };
}

interface Replacement {
  readonly deletedRegion: Readonly<Record<"startLine" | "startColumn" | "endLine" | "endColumn", number>>;
  readonly insertedContent: { readonly text: string };
}

interface Result {
  readonly locations: readonly [{ physicalLocation: { artifactLocation: { uri: string } } }];
  readonly codeFlows: readonly [{ threadFlows: [{ locations: [{ location: { message: { text: string } } }] }] }];
  readonly fixes?: readonly {
    readonly artifactChanges: readonly {
      readonly artifactLocation: { readonly uri: string };
      readonly replacements: readonly Replacement[];
    }[];
  }[];
  readonly baselineState?: string;
  readonly suppressions?: readonly [{ justification: string }];
}

function sarif(outcome: Outcome): { readonly results: readonly Result[] } {
  const context = contextIn(ROOT);
  return (JSON.parse(formatSarif(outcome, context)) as { runs: [{ results: Result[] }] }).runs[0];
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function rangeIn(text: string, { deletedRegion, insertedContent }: Replacement): Edit {
  const lines = text.split("\n");
  const offset = (line: number, column: number) =>
    lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  return {
    start: offset(deletedRegion.startLine, deletedRegion.startColumn),
    end: offset(deletedRegion.endLine, deletedRegion.endColumn),
    text: insertedContent.text,
  };
}

function applied(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((before, { start, end, text: added }) => before.slice(0, start) + added + before.slice(end), text);
}
