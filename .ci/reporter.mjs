import { writeFileSync } from "node:fs";
import Mocha from "mocha";

/** Mocha's usual report; the counts also go to the file that IDEMLINT_COUNTS names: passed, failed, not run. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once("end", () => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      if (process.env.IDEMLINT_COUNTS) writeFileSync(process.env.IDEMLINT_COUNTS, `${passes} ${failures} ${pending}\n`);
    });
  }
}
