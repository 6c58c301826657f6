import { mapFormats, type MapFormat } from "../../map/formats.js";
import { defineCommand } from "../command.js";
import { common, projectOption } from "../options.js";

/** What `idemlint map` was asked for. */
export interface MapAsked {
  readonly paths: readonly string[];
  readonly project?: string;
  /** Only this entry point and what follows from it. */
  readonly entry?: string;
  readonly format: MapFormat;
  /** The file that gets the map instead of the terminal. */
  readonly out?: string;
}

/** `idemlint map`. */
export const mapCommand = defineCommand<MapAsked>({
  name: "map",
  synopsis: "map [paths…]",
  summary: "draw entry points, what they do and what can happen twice",
  help: `Draws entry points, the stores, providers and queues that they reach, and the consumers of what they publish.
What runs of \`idemlint verify\` showed is marked.

# Usage
  idemlint map [paths…] [options]

# Options
      --entry <name>             only this entry point and what follows from it: "POST /orders"
      --format <format>          svg, html, mermaid, dot or json (default: as the ending of --out says, else mermaid)
  -o, --out <file>               where the map goes instead of the terminal
  -p, --project <tsconfig>       take the files of this tsconfig and of those that it references
      --debug                    stack traces

# Examples
  idemlint map --out map.html
  idemlint map apps/api --entry "POST /orders" >> docs/orders.md
  idemlint map --format dot | dot -Tpdf > map.pdf`,
  options: {
    ...common,
    ...projectOption,
    entry: { type: "string" },
    format: { type: "string", values: mapFormats },
    out: { type: "string", short: "o" },
  },
  read(options, paths) {
    const [project, entry, out] = [options.last("project"), options.last("entry"), options.last("out")];
    const format = mapFormats.find((one) => one === options.last("format"));
    return {
      ok: true,
      asked: {
        paths,
        ...(project !== undefined && { project }),
        ...(entry !== undefined && { entry }),
        ...(out !== undefined && { out }),
        format: format ?? formatOfFile(out) ?? "mermaid",
      },
    };
  },
  async run(asked, host) {
    const [{ drawMap }, { openSession }] = await Promise.all([import("../map.js"), import("../../rules/session.js")]);
    return drawMap(asked, host, openSession);
  },
});

/** `map.svg` says what it is to be. */
function formatOfFile(file: string | undefined): MapFormat | undefined {
  const ending = file?.split(".").at(-1);
  return mapFormats.find((format) => format === ending || (format === "mermaid" && ending === "mmd"));
}
