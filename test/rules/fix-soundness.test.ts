import { strict as assert } from "node:assert";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fixAll, openFolder, ROUNDS, settingsFor, tryFix, tsconfigOf, typeChecker } from "../../bench/soundness.js";
import { generateClients } from "../../fixtures/generate.js";
import { FIXTURES, LIBRARIES } from "./check-folder.js";
import { expectationsIn, sourcesOf } from "./expectations.js";

describe("fixes", function () {
  this.timeout(600_000);
  // Types of the Prisma fixtures come from clients that are written anew, so that they match the schemas of now.
  before(generateClients);
  const typeErrors = typeChecker();
  const folders = readdirSync(FIXTURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .filter((name) => name !== "node_modules" && name !== LIBRARIES)
    .filter((name) => sourcesOf(join(FIXTURES, name)).some((file) => expectationsIn(file).length > 0));
  for (const name of folders) {
    it(`of ${name} remove their finding, bring no other, and leave code that type-checks`, () => {
      const folder = join(FIXTURES, name).replaceAll("\\", "/");
      const session = openFolder(folder);
      const problems: string[] = [];
      const changed = new Map<string, string>();
      session.check(settingsFor(folder)).findings.forEach((finding, index) => {
        for (const fix of finding.fixes) {
          const where = `${finding.rule} at ${finding.site.file}:${finding.site.line}, “${fix.title}”`;
          const { texts, problems: found } = tryFix(folder, session, finding, fix);
          const code = [...texts].filter(([file]) => /\.tsx?$/.test(file));
          const alone = code.length === texts.size && code.length === 1;
          // One program for all fixes of one file each: every result gets a name of its own beside the file.
          for (const [file, text] of alone ? code : []) changed.set(file.replace(/\.ts$/, `.fixed${index}.ts`), text);
          const errors = alone
            ? []
            : typeErrors(tsconfigOf(folder), new Map(code)).filter((error) => !isStale(error, texts));
          for (const problem of [...found, ...errors]) problems.push(`${where}: ${problem}`);
        }
      });
      problems.push(...typeErrors(tsconfigOf(folder), changed));
      if (problems.length > 0) assert.fail(`${problems.length} problems\n\n${problems.join("\n\n")}`);
    });

    it(`of ${name} come to an end when all are applied, and leave code that type-checks`, () => {
      const folder = join(FIXTURES, name).replaceAll("\\", "/");
      const { copy, rounds, changed } = fixAll(folder);
      try {
        assert.ok(rounds <= ROUNDS, `there are still fixes to apply after ${ROUNDS} rounds`);
        const texts = new Map(
          [...changed].filter((file) => /\.tsx?$/.test(file)).map((file) => [file, readFileSync(file, "utf8")]),
        );
        const schema = new Map([...changed].map((file) => [file, readFileSync(file, "utf8")]));
        const errors = typeErrors(tsconfigOf(folder), texts).filter((error) => !isStale(error, schema));
        assert.deepEqual(errors, []);
      } finally {
        rmSync(copy, { recursive: true, force: true });
      }
    });
  }
});

/** The Prisma client learns of a new unique set, and of a new model, when it is generated again. */
function isStale(error: string, texts: ReadonlyMap<string, string>): boolean {
  const schemas = [...texts].filter(([file]) => file.endsWith(".prisma"));
  if (schemas.length === 0) return false;
  const [, member = ""] = /Property '(\w+)' does not exist on type '(?:Omit<)?PrismaClient[<']/.exec(error) ?? [];
  const model = new RegExp(`^model ${member.charAt(0).toUpperCase()}${member.slice(1)} \\{`, "m");
  return error.includes("WhereUniqueInput") || (member !== "" && schemas.some(([, text]) => model.test(text)));
}
