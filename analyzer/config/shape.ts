/**
 * What a value may look like, said once: the TypeScript type, the check of what a person wrote, and the JSON schema all
 * derive from it.
 */
export interface Shape<T> {
  readonly json: JsonSchema;
  /** Says what is wrong with a value, as the rest of a sentence about it; nothing when it fits. */
  check(value: unknown, path: Path, report: Report): void;
  /** Never there: carries the type. */
  readonly type?: T;
}

export type JsonSchema = Readonly<Record<string, unknown>>;
export type Path = readonly (string | number)[];
export type Report = (path: Path, message: string) => void;

/** The type of what a shape describes. */
export type TypeOf<S> = S extends Shape<infer T> ? T : never;

/** A member of an object that may be left out. */
interface Optional<T> extends Shape<T> {
  readonly optional: true;
}

type Members = Readonly<Record<string, Shape<unknown>>>;
type Flat<T> = { readonly [K in keyof T]: T[K] };
type ObjectOf<M extends Members> = Flat<
  { [K in keyof M as M[K] extends Optional<unknown> ? never : K]: TypeOf<M[K]> } & {
    [K in keyof M as M[K] extends Optional<unknown> ? K : never]?: TypeOf<M[K]>;
  }
>;

/** Makes a member optional. */
export function optional<T>(shape: Shape<T>): Optional<T> {
  return { ...shape, optional: true };
}

/** Gives a shape the description that editors show. */
export function described<S extends Shape<unknown>>(description: string, shape: S): S {
  return { ...shape, json: { description, ...shape.json } };
}

/** Text, optionally of a form that `pattern` says and `form` names for people. */
export function text(form?: { readonly pattern: RegExp; readonly form: string }): Shape<string> {
  return {
    json: { type: "string", minLength: 1, ...(form && { pattern: form.pattern.source }) },
    check(value, path, report) {
      if (typeof value !== "string" || value === "")
        report(path, `is ${shown(value)}; write ${form?.form ?? "a text"}`);
      else if (form && !form.pattern.test(value)) report(path, `is ${shown(value)}; write ${form.form}`);
    },
  };
}

/** True or false. */
export const flag: Shape<boolean> = {
  json: { type: "boolean" },
  check(value, path, report) {
    if (typeof value !== "boolean") report(path, `is ${shown(value)}; write true or false`);
  },
};

/** One of these texts. */
export function oneOf<const T extends readonly string[]>(...values: T): Shape<T[number]> {
  return {
    json: { enum: values },
    check(value, path, report) {
      if (typeof value !== "string" || !values.includes(value))
        report(path, `is ${shown(value)}; write ${listed(values)}`);
    },
  };
}

/** A list. */
export function list<T>(item: Shape<T>): Shape<readonly T[]> {
  return {
    json: { type: "array", items: item.json },
    check(value, path, report) {
      if (!Array.isArray(value)) return void report(path, `is ${shown(value)}; write a list`);
      value.forEach((member, index) => item.check(member, [...path, index], report));
    },
  };
}

/** One, or a list. */
export function oneOrMore<T>(item: Shape<T>): Shape<T | readonly T[]> {
  const several = list(item);
  return {
    json: { anyOf: [item.json, several.json] },
    check: (value, path, report) => (Array.isArray(value) ? several : item).check(value, path, report),
  };
}

/** An object whose keys are names that the user chooses. */
export function record<T>(item: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return {
    json: { type: "object", additionalProperties: item.json },
    check(value, path, report) {
      if (!isRecord(value)) return void report(path, `is ${shown(value)}; write an object`);
      for (const [name, member] of Object.entries(value)) item.check(member, [...path, name], report);
    },
  };
}

/** An object with these members and no others. */
export function object<M extends Members>(members: M): Shape<ObjectOf<M>> {
  const names = Object.keys(members);
  const required = names.filter((name) => !isOptional(members[name]));
  return {
    json: {
      type: "object",
      properties: Object.fromEntries(Object.entries(members).map(([name, shape]) => [name, shape.json])),
      ...(required.length > 0 && { required }),
      additionalProperties: false,
    },
    check(value, path, report) {
      if (!isRecord(value))
        return void report(path, `is ${shown(value)}; write an object with ${listed(names, "and")}`);
      for (const name of Object.keys(value))
        if (!names.includes(name)) report([...path, name], `is not known; known are ${listed(names, "and")}`);
      for (const [name, shape] of Object.entries(members)) {
        const member = value[name];
        if (member !== undefined) shape.check(member, [...path, name], report);
        else if (required.includes(name)) report(path, `has no ${name}, which it needs`);
      }
    },
  };
}

/** One of several objects, told apart by a member that holds a text of its own. */
export function either<K extends string, const C extends Readonly<Record<string, Members>>>(
  tag: K,
  cases: C,
): Shape<{ [N in keyof C & string]: Flat<ObjectOf<C[N]> & Readonly<Record<K, N>>> }[keyof C & string]> {
  const names = Object.keys(cases);
  const shapes = new Map(
    Object.entries(cases).map(([name, members]) => [name, object({ [tag]: oneOf(name), ...members })]),
  );
  return {
    json: { oneOf: [...shapes.values()].map((shape) => shape.json) },
    check(value, path, report) {
      if (!isRecord(value)) return void report(path, `is ${shown(value)}; write an object with ${tag}`);
      const name = value[tag];
      const shape = typeof name === "string" ? shapes.get(name) : undefined;
      if (shape) shape.check(value, path, report);
      else if (name === undefined) report(path, `has no ${tag}; write ${listed(names)} there`);
      else report([...path, tag], `is ${shown(name)}; write ${listed(names)}`);
    },
  };
}

/** A path as people write it: `effects[0].risk`. */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (before, part) =>
      typeof part === "number"
        ? `${before}[${part}]`
        : /^[A-Za-z_$][\w$]*$/.test(part)
          ? before === ""
            ? part
            : `${before}.${part}`
          : `${before}["${part}"]`,
    "",
  );
}

function isOptional(shape: Shape<unknown> | undefined): boolean {
  return shape !== undefined && "optional" in shape;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return JSON.stringify(value);
}

function listed(names: readonly string[], word: "or" | "and" = "or"): string {
  const [last, ...before] = [...names].reverse();
  return before.length === 0 ? (last ?? "nothing") : `${before.reverse().join(", ")} ${word} ${last}`;
}
