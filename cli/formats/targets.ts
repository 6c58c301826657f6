import { suggestion } from "../nearest.js";
import { wrong, type Misuse } from "../options.js";
import { FORMATS, type ReportTarget } from "./format.js";

/** Reads `sarif=out.sarif,pretty`; what machines read goes to the terminal only by itself. */
export function readReports(
  asked: readonly string[],
): { readonly ok: true; readonly reports: readonly ReportTarget[] } | Misuse {
  const reports: ReportTarget[] = [];
  for (const part of asked.flatMap((text) => text.split(","))) {
    const [name = "", ...rest] = part.split("=");
    const format = FORMATS.find((one) => one === name);
    if (!format) return wrong(`--format ${name} is not one of ${FORMATS.join(", ")}.${suggestion(name, FORMATS)}`);
    const file = rest.join("=");
    if (rest.length > 0 && file === "") return wrong(`--format ${part} names no file: ${name}=<file>.`);
    reports.push({ format, ...(file !== "" && { file }) });
  }
  const shown = reports.filter(({ file }) => file === undefined);
  const machine = shown.find(({ format }) => !FOR_PEOPLE.has(format));
  if (machine && shown.length > 1)
    return wrong(`--format ${machine.format} cannot share the terminal: write ${machine.format}=<file>.`);
  return { ok: true, reports: reports.length > 0 ? reports : [{ format: "pretty" }] };
}

/** GitHub picks its commands out of whatever else a job prints. */
const FOR_PEOPLE: ReadonlySet<string> = new Set<(typeof FORMATS)[number]>(["pretty", "github", "markdown"]);
