import type { EntryModel, ParameterModel } from "../models/entry-model.js";
import type { LibraryModel } from "../models/model.js";
import type { WrapperModel } from "../models/wrapper-model.js";
import type { Place as ModelPlace } from "../models/place.js";
import type { Delivery, EntryKind, Risk } from "../trace.js";
import type { RiskWords } from "../risk.js";
import { join, parentOf } from "../project/paths.js";
import type { Config } from "./config.js";
import type { Layer } from "./load.js";
import type { Path } from "./shape.js";

/** An entry of a configuration that has to match something in the project. */
export interface Item {
  readonly layer: Layer;
  readonly path: Path;
  /** An import specifier or a path relative to the layer's file; absent for a glob. */
  readonly from?: string;
  /** A call pattern, the name of a decorator, or a glob. */
  readonly name: string;
  readonly by: "call" | "decorator" | "files";
  /** What it adds to the model of the library or file that it names. */
  readonly model: Partial<LibraryModel>;
}

/** What a configuration's layers add to the models. */
export function itemsOf(layers: readonly Layer[]): readonly Item[] {
  return layers.flatMap((layer) => [
    ...(layer.config.effects ?? []).map((entry, index) => effectItem(entry, layer, ["effects", index])),
    ...(layer.config.guards ?? []).map((entry, index) => guardItem(entry, layer, ["guards", index])),
    ...(layer.config.retries ?? []).map((entry, index) => retryItem(entry, layer, ["retries", index])),
    ...(layer.config.unstable ?? []).map((entry, index) => unstableItem(entry, layer, ["unstable", index])),
    ...(layer.config.entryPoints ?? []).map((entry, index) => entryItem(entry, layer, ["entryPoints", index])),
  ]);
}

type Entry<K extends keyof Config> = NonNullable<Config[K]> extends readonly (infer E)[] ? E : never;

function effectItem(entry: Entry<"effects">, layer: Layer, path: Path): Item {
  const key = entry.key === undefined ? undefined : placeOf(entry.key);
  return called(entry, layer, path, {
    calls: [
      {
        match: entry.call,
        effect: entry.effect,
        ...(entry.risk && { risk: entry.risk }),
        target: { text: entry.target ?? entry.call },
        ...(entry.values !== undefined && { values: placeOf(entry.values) }),
        ...(entry.where !== undefined && { where: placeOf(entry.where) }),
        ...(key && {
          key: {
            place: key.property ?? `argument ${key.argument + 1}`,
            ...key,
            use: "required",
          },
        }),
      },
    ],
  });
}

function guardItem(entry: Entry<"guards">, layer: Layer, path: Path): Item {
  switch (entry.form) {
    case "wrapper":
      return called(entry, layer, path, {
        wrappers: [
          {
            match: entry.call,
            kind: "guard",
            callback: placeOf(entry.callback),
            ...(entry.key !== undefined && { key: placeOf(entry.key) }),
            what: `${entry.call} runs it once`,
          },
        ],
      });
    case "claim":
      return called(entry, layer, path, {
        calls: [
          {
            match: entry.call,
            effect: "reserve",
            target: { text: entry.call },
            claim: {
              won: entry.won ?? "truthy",
              by: "insert",
              ...(entry.key !== undefined && { key: placeOf(entry.key) }),
            },
          },
        ],
      });
    case "rest": {
      const what = `only a first attempt gets past ${entry.call}`;
      const wrapper: WrapperModel = { match: entry.call, kind: "guard", rest: true, callback: {}, what };
      return called(entry, layer, path, {
        wrappers: [wrapper],
        middleware: [{ match: entry.call, guard: "wrapper", what }],
      });
    }
    case "itself":
      return called(entry, layer, path, {
        wrappers: [
          { match: entry.call, kind: "guard", itself: true, callback: {}, what: `${entry.call} can be repeated` },
        ],
      });
    case "decorator":
      return {
        layer,
        path,
        from: entry.from,
        name: entry.decorator,
        by: "decorator",
        model: {
          decorators: [{ decorator: entry.decorator, kind: "guard", what: `@${entry.decorator} runs it once` }],
        },
      };
  }
}

function retryItem(entry: Entry<"retries">, layer: Layer, path: Path): Item {
  return called(entry, layer, path, {
    wrappers: [
      {
        match: entry.call,
        kind: "retry",
        callback: placeOf(entry.callback),
        what: `${entry.call} runs it again when it fails`,
        ...(entry.returnsFunction === true && { returnsFunction: true }),
      },
    ],
  });
}

function unstableItem(entry: Entry<"unstable">, layer: Layer, path: Path): Item {
  return called(entry, layer, path, { sources: [{ match: entry.call, on: "call", kind: "attempt" }] });
}

function entryItem(entry: Entry<"entryPoints">, layer: Layer, path: Path): Item {
  const delivery = entry.delivery ?? DELIVERY[entry.kind];
  const common = {
    kind: entry.kind,
    delivery,
    repeatedBy: entry.repeatedBy ?? REPEATED[delivery],
    parameters: [parameterOf(delivery)],
    ...(entry.identity && { identities: [entry.identity] }),
  };
  if (entry.on === "call") {
    const handlers = placeOf(entry.handler);
    return called(entry, layer, path, {
      entries: [{ ...common, on: "call", match: entry.call, handlers, name: entry.name ?? `${entry.kind} {0}` }],
    });
  }
  if (entry.on === "decorator") {
    const { decorator } = entry;
    const model: EntryModel = { ...common, on: "decorator", decorator, name: entry.name ?? `${entry.kind} {name}` };
    return { layer, path, from: entry.from, name: decorator, by: "decorator", model: { entries: [model] } };
  }
  const files = join(parentOf(layer.file), entry.files);
  const exports = typeof entry.exports === "string" ? [entry.exports] : entry.exports;
  const model: EntryModel = {
    ...common,
    on: "export",
    files,
    exports,
    name: entry.name ?? `${entry.kind} {route} {name}`,
  };
  return { layer, path, name: files, by: "files", model: { entries: [model] } };
}

const DELIVERY: Readonly<Record<EntryKind, Delivery>> = {
  http: "retried",
  rpc: "retried",
  graphql: "retried",
  client: "retried",
  action: "retried",
  webhook: "redelivered",
  queue: "redelivered",
  stream: "redelivered",
  event: "redelivered",
  cron: "redelivered",
  lambda: "redelivered",
  activity: "redelivered",
  workflow: "replayed",
  job: "replayed",
};

const REPEATED: Readonly<Record<Delivery, string>> = {
  redelivered: "what was not acknowledged is delivered again",
  retried: "a caller that got no answer tries again",
  replayed: "a run that stopped half way starts again",
};

function parameterOf(delivery: Delivery): ParameterModel {
  return { index: 0, kind: delivery === "redelivered" ? "message" : delivery === "retried" ? "caller" : "unknown" };
}

function called(
  entry: { readonly from: string; readonly call: string },
  layer: Layer,
  path: Path,
  model: Item["model"],
): Item {
  return { layer, path, from: entry.from, name: entry.call, by: "call", model };
}

function placeOf(text: string): ModelPlace & { readonly argument: number } {
  const [argument = "0", ...property] = text.split(".");
  return { argument: Number(argument), ...(property.length > 0 && { property: property.join(".") }) };
}

/** Words that decide a risk, of all layers together. */
export function riskWordsOf(layers: readonly Layer[]): RiskWords {
  const words = (risk: Risk) => layers.flatMap((layer) => layer.config.riskWords?.[risk] ?? []);
  return { critical: words("critical"), high: words("high"), normal: words("normal"), low: words("low") };
}
