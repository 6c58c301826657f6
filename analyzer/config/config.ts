import { DELIVERIES, EFFECT_KINDS, ENTRY_KINDS, RISKS, SEVERITIES } from "../trace.js";
import {
  described,
  either,
  flag,
  list,
  object,
  oneOf,
  oneOrMore,
  optional,
  record,
  text,
  type TypeOf,
} from "./shape.js";

/** What `idemlint.config.ts`, `.js` or `.json` may hold. */
export type Config = TypeOf<typeof config>;

/** Returns its argument: gives a configuration in TypeScript its type. */
export function defineConfig(written: Config): Config {
  return written;
}

const from = described(
  "Where it comes from: an import specifier (`@acme/mail`), or a file of the project, relative to this file (`./src/mail.ts`).",
  text(),
);
const call = described(
  "What is called: `sendMail` for an exported function, `Mailer#send` for a method of instances, `mail.send` for a member of an exported object.",
  text({ pattern: /^[\w$]+(?:[.#][\w$*]+)*$/, form: "a name such as sendMail, Mailer#send or mail.send" }),
);
const place = text({
  pattern: /^\d+(?:\.[\w$[\]-]+)*$/,
  form: 'an argument, counted from 0, and a property path in it, such as "0" or "1.idempotencyKey"',
});
const duration = text({ pattern: /^\d+(?:m|h|d)$/, form: 'a number and a unit, such as "15m", "24h" or "30d"' });
const rules = record(oneOf(...SEVERITIES));

const entryCommon = {
  kind: oneOf(...ENTRY_KINDS),
  delivery: optional(described("What repeats it; follows from the kind when left out.", oneOf(...DELIVERIES))),
  name: optional(
    described("`queue {0}`: `{0}` is the text of the first argument, `{name}` the handler's name.", text()),
  ),
  repeatedBy: optional(described("One clause: `the broker delivers it again until it is acknowledged`.", text())),
  identity: optional(
    object({
      what: described("For people: `the message id`.", text()),
      expression: described("As the handler writes it; `{0}` is its first parameter: `{0}.id`.", text()),
    }),
  ),
};

/** The one description of the configuration: its type, its check and its JSON schema derive from it. */
export const config = object({
  $schema: optional(text()),
  extends: optional(
    described("Configurations that this one adds to: paths relative to this file, or packages.", oneOrMore(text())),
  ),
  preset: optional(oneOf("recommended", "strict")),
  rules: optional(described("How loud each rule is, by its id.", rules)),
  overrides: optional(
    described(
      "Rule settings for some files; a later entry wins.",
      list(object({ files: oneOrMore(described("A glob, relative to this file.", text())), rules })),
    ),
  ),
  effects: optional(
    described(
      "What calls do to the world.",
      list(
        object({
          from,
          call,
          effect: oneOf(...EFFECT_KINDS),
          target: optional(described("The table, topic or provider, for people and for the risk of its name.", text())),
          risk: optional(oneOf(...RISKS)),
          key: optional(described("Where the idempotency key stands; a call without one is reported.", place)),
          values: optional(described("Where the columns that are written stand.", place)),
          where: optional(described("Where the columns that select rows stand.", place)),
        }),
      ),
    ),
  ),
  guards: optional(
    described(
      "What keeps a second attempt from doing it again.",
      list(
        either("form", {
          wrapper: {
            from,
            call,
            callback: described("The function that runs once.", place),
            key: optional(place),
          },
          claim: {
            from,
            call,
            key: optional(place),
            won: optional(described("What the first attempt sees.", oneOf("truthy", "falsy"))),
          },
          rest: { from, call },
          itself: { from, call },
          decorator: { from, decorator: text() },
        }),
      ),
    ),
  ),
  entryPoints: optional(
    described(
      "Code that can run again.",
      list(
        either("on", {
          call: { from, call, handler: place, ...entryCommon },
          decorator: { from, decorator: text(), ...entryCommon },
          export: {
            files: described("A glob, relative to this file.", text()),
            exports: oneOrMore(text()),
            ...entryCommon,
          },
        }),
      ),
    ),
  ),
  retries: optional(
    described(
      "Functions that run what they are given again when it fails.",
      list(
        object({
          from,
          call,
          callback: place,
          returnsFunction: optional(described("It returns a function that is called later.", flag)),
        }),
      ),
    ),
  ),
  unstable: optional(
    described("Functions whose result is new each time, so no key may hold it.", list(object({ from, call }))),
  ),
  riskWords: optional(
    described(
      "Words in names that decide how much is at stake.",
      object({
        critical: optional(list(text())),
        high: optional(list(text())),
        normal: optional(list(text())),
        low: optional(list(text())),
      }),
    ),
  ),
  names: optional(
    described(
      "Words in the names of functions, routes and columns that tell what is harmless to do again, besides those that Idemlint knows. A word with `!` before it takes the names that hold it off the list.",
      object({
        telemetry: optional(described("Sends figures about use.", list(text()))),
        onRequest: optional(
          described("Sends what somebody asks for: a second request is a second wish.", list(text())),
        ),
        trial: optional(described("Tries something out.", list(text()))),
        rank: optional(described("Columns that say where a row stands in a list.", list(text()))),
      }),
    ),
  ),
  retention: optional(
    described(
      "How long an attempt may come back, by risk: a record of what was done has to be kept for that long.",
      object({
        critical: optional(duration),
        high: optional(duration),
        normal: optional(duration),
        low: optional(duration),
      }),
    ),
  ),
});
