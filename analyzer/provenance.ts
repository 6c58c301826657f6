import type { Provenance, ProvenanceKind, Site, Source } from "./trace.js";

/** Nothing known to come from anywhere: the neutral element of `join`. */
export const nothing: Provenance = { sources: [], through: [] };

/** A value that is made of one thing. */
export function from(kind: ProvenanceKind, what: string, site: Site, origin?: Site): Provenance {
  return { sources: [origin ? { kind, what, site, origin } : { kind, what, site }], through: [] };
}

/** What a value is made of when it is put together from these, or is one of these. */
export function join(parts: readonly Provenance[]): Provenance {
  const present = parts.filter((part) => part.sources.length > 0 || part.maybeNull);
  const only = present[0];
  if (only === undefined) return nothing;
  if (present.length === 1) return only;
  // These lists are short, and a value that goes round a loop meets itself: comparing is cheaper than naming each.
  const sources: Source[] = [];
  const through: Site[] = [];
  let maybeNull = false;
  for (const part of present) {
    for (const source of part.sources) if (!sources.some((one) => isSameSource(one, source))) sources.push(source);
    for (const site of part.through) if (!through.some((one) => isSameSite(one, site))) through.push(site);
    maybeNull ||= part.maybeNull === true;
  }
  return withNull({ sources: foremost(sources), through: through.slice(0, LIMIT) }, maybeNull);
}

function isSameSource(a: Source, b: Source): boolean {
  return (
    a === b ||
    (a.kind === b.kind &&
      isSameSite(a.site, b.site) &&
      a.what === b.what &&
      (a.sealed === true) === (b.sealed === true) &&
      (a.stored === true) === (b.stored === true) &&
      a.found?.next === b.found?.next)
  );
}

function isSameSite(a: Site, b: Site): boolean {
  return a === b || (a.start === b.start && a.file === b.file);
}

/** The first sources, up to the limit; what varies is never crowded out by constants (the bounds in a validation schema). */
function foremost(sources: readonly Source[]): readonly Source[] {
  if (sources.length <= LIMIT) return sources;
  const varying = sources.filter(({ kind }) => kind !== "constant");
  return [...varying, ...sources.filter(({ kind }) => kind === "constant")].slice(0, LIMIT);
}

/** The same value after it went through a variable, parameter or helper. */
export function via(provenance: Provenance, site: Site): Provenance {
  if (provenance.sources.length === 0 || provenance.through.length >= LIMIT) return provenance;
  return { ...provenance, through: [...provenance.through, site] };
}

/** The same value hashed or encrypted: it still varies with its sources, and none of them can be read in it. */
export function sealed(provenance: Provenance): Provenance {
  return { ...provenance, sources: provenance.sources.map((source) => ({ ...source, sealed: true })) };
}

/** Read from rows that no key names: a later attempt finds what this one adds to the table. */
export function foundAmong(provenance: Provenance, found: NonNullable<Source["found"]>): Provenance {
  return { ...provenance, sources: provenance.sources.map((source) => ({ ...source, found })) };
}

/** The same value after arithmetic: what was read from the last row is one more than that now. */
export function stepped(provenance: Provenance): Provenance {
  if (!provenance.sources.some(({ found }) => found)) return provenance;
  const sources = provenance.sources.map((source) =>
    source.found ? { ...source, found: { ...source.found, next: "counted" as const } } : source,
  );
  return { ...provenance, sources };
}

/** The member of a value: the description follows the path, the kind stays. */
export function member(provenance: Provenance, name: string): Provenance {
  const sources = provenance.sources.map((source) =>
    source.kind === "constant" || source.what.length > 60 ? source : { ...source, what: `${source.what}.${name}` },
  );
  return { sources, through: provenance.through };
}

/** The same provenance, null on some path or not. */
export function withNull(provenance: Provenance, maybeNull: boolean): Provenance {
  if (maybeNull === (provenance.maybeNull === true)) return provenance;
  return maybeNull ? { ...provenance, maybeNull } : { sources: provenance.sources, through: provenance.through };
}

/** The first source of a kind, if the value has one. */
export function madeOf(provenance: Provenance, kind: ProvenanceKind): Source | undefined {
  return provenance.sources.find((source) => source.kind === kind);
}

/**
 * The same on every attempt: nothing in it is made anew. What is unknown counts as stable, since a wrong alarm about a
 * value that nobody can see costs more than the miss; the finding's confidence says so.
 */
export function isStable(provenance: Provenance): boolean {
  return madeOf(provenance, "attempt") === undefined;
}

const LIMIT = 12;
