import assert from "node:assert/strict";
import { parseCommandLine } from "../../cli/arguments.js";
import { usualCheck } from "./fakes.js";

describe("the command line", () => {
  const understood: Readonly<Record<string, unknown>> = {
    check: usualCheck,
    "check src apps/api": { ...usualCheck, paths: ["src", "apps/api"] },
    "check -p tsconfig.json --format=json --fail-on info": {
      ...usualCheck,
      project: "tsconfig.json",
      reports: [{ format: "json" }],
      failOn: "info",
    },
    "check --rule a=off --rule b=error --strict --stats --debug": {
      ...usualCheck,
      rules: { a: "off", b: "error" },
      strict: true,
      stats: true,
      coverage: false,
    },
    "check --format sarif=out/a.sarif,pretty --format github": {
      ...usualCheck,
      reports: [{ format: "sarif", file: "out/a.sarif" }, { format: "pretty" }, { format: "github" }],
    },
    "check --fix src": { ...usualCheck, fix: true, paths: ["src"] },
    "check --fix-review 0123 --fix-review 4567": { ...usualCheck, fixReview: ["0123", "4567"] },
    "check -- --odd": { ...usualCheck, paths: ["--odd"] },
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
