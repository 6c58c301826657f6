import { run } from "./run.js";
import { proveFix } from "./demo/prove-fix.js";
import { exit, type Host } from "./host.js";
import { packageFile } from "./package.js";
import { createStyle } from "./style.js";

/** `npm start`: checks the sample shop, then proves one gap and its fix by running the handler again. With arguments, checks those. */
async function demo(args: readonly string[], host: Host): Promise<number> {
  if (args.length > 0) return run(args[0]?.startsWith("-") ? args : ["check", ...args], host);
  const style = createStyle(host.out, host.env);
  const shop = packageFile("fixtures/shop");
  host.out.write(`${style.bold("1. Checking the sample shop")}  ${style.grey("idemlint check fixtures/shop")}\n`);
  const checked = await run(["check", shop], host);
  if (checked !== exit.findings) return checked === exit.clean ? exit.fault : checked;
  host.out.write(`\n${style.bold("2. Proving one gap, and its fix")}\n\n`);
  return proveFix(shop, host, style);
}

process.exitCode = await demo(process.argv.slice(2), {
  cwd: process.cwd(),
  out: process.stdout,
  err: process.stderr,
  env: process.env,
});
