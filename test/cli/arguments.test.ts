import assert from "node:assert/strict";
import { parseCommandLine } from "../../cli/arguments.js";

describe("the command line", () => {
  const usual = {
    paths: [],
    reports: [{ format: "pretty" }],
    failOn: "error",
    failOnUnused: false,
    fix: false,
    fixReview: [],
    strict: false,
    rules: {},
    stats: false,
    coverage: false,
    against: { kind: "baseline" },
    timing: false,
    watch: false,
    jobs: 1,
    cache: undefined,
  };

  const understood: Readonly<Record<string, unknown>> = {
    check: usual,
    "check src apps/api": { ...usual, paths: ["src", "apps/api"] },
    "check -p tsconfig.json --format=json --fail-on info": {
      ...usual,
      project: "tsconfig.json",
      reports: [{ format: "json" }],
      failOn: "info",
    },
    "check --rule a=off --rule b=error --strict --stats --debug": {
      ...usual,
      rules: { a: "off", b: "error" },
      strict: true,
      stats: true,
      coverage: false,
    },
    "check --format sarif=out/a.sarif,pretty --format github": {
      ...usual,
      reports: [{ format: "sarif", file: "out/a.sarif" }, { format: "pretty" }, { format: "github" }],
    },
    "check --fix src": { ...usual, fix: true, paths: ["src"] },
    "check --fix-review 0123 --fix-review 4567": { ...usual, fixReview: ["0123", "4567"] },
    "check -- --odd": { ...usual, paths: ["--odd"] },
    "explain unstable-key": { rule: "unstable-key" },
    explain: { rule: undefined },
  };

  for (const [line, expected] of Object.entries(understood))
    it(`understands idemlint ${line}`, () => {
      const parsed = parseCommandLine(line.split(" "));
      assert.ok(parsed.ok);
      assert.deepEqual(parsed.asked, expected);
    });

  const refused: Readonly<Record<string, RegExp>> = {
    chekc: /no command chekc\. Did you mean check\?/,
    "--fix": /The command comes first/,
    "check --formt json": /no option --formt\. Did you mean --format\?/,
    "check --format yaml": /--format yaml is not one of pretty, json/,
    "check --format jsn": /Did you mean json\?/,
    "check --format": /--format needs a value/,
    "check --format junit=": /names no file: junit=<file>/,
    "check --format json,pretty": /json cannot share the terminal: write json=<file>/,
    "check --fail-on fatal": /--fail-on fatal is not one of error, warning, info/,
    "check --fix=yes": /--fix takes no value/,
    "check --rule unstable-key": /not of the form <rule>=<error\|warning\|info\|off>/,
    "check --rule unstable-key=loud": /not of the form/,
    "explain a b": /one rule at a time/,
  };

  for (const [line, expected] of Object.entries(refused))
    it(`refuses idemlint ${line}`, () => {
      const parsed = parseCommandLine(line.split(" "));
      assert.equal(parsed.ok, false);
      if (!parsed.ok) assert.match(parsed.message, expected);
    });
});
