import ts from "typescript";
import type { LibraryModel } from "../../analyzer/models/model.js";
import { compilePattern, matches } from "../../analyzer/models/patterns.js";

type Token = { readonly kind: "name"; readonly text: string } | { readonly kind: "call" | "instance" | "any" | "deep" };

/** Walks paths through the types of one library. */
export class TypeWalker {
  private readonly roots = new Map<string, readonly ts.Type[]>();

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly library: LibraryModel,
    private readonly modules: readonly ts.Symbol[],
    /** Values with the members of the library's main type, which its own declarations keep generic. */
    private readonly values: readonly ts.Type[],
  ) {}

  has(path: string): boolean {
    return this.types(path, 0).length > 0;
  }

  exported(name: string): readonly ts.Symbol[] {
    return this.modules.flatMap((module) => {
      const found = this.checker.getExportsOfModule(module).filter((symbol) => symbol.name === name);
      const assigned = this.checker.getExportsOfModule(module).find((symbol) => symbol.name === "default");
      const inDefault = assigned && this.namespace(assigned).filter((symbol) => symbol.name === name);
      // `export = { … }`: what is exported is a value with properties.
      const whole = this.assigned(module);
      const inWhole = whole === module ? [] : this.namespace(whole).filter((symbol) => symbol.name === name);
      return [...found, ...(inDefault ?? []), ...inWhole];
    });
  }

  /** The types that a path may stand for: by its own name, and by every name that folds into its beginning. */
  private types(path: string, depth: number): readonly ts.Type[] {
    const root = /^[^#]*#/.exec(path)?.[0] ?? /^[^.(]*/.exec(path)?.[0] ?? "";
    const start = root.endsWith("#")
      ? this.instances(root, depth)
      : [...this.exportedValues(root), ...this.folded(root, depth), ...this.values];
    const whole = path === root ? [] : this.folded(path, depth);
    return [...whole, ...this.walk(start, path.slice(root.length))];
  }

  private instances(root: string, depth: number): readonly ts.Type[] {
    const known = this.roots.get(root);
    if (known) return known;
    this.roots.set(root, []);
    const name = root.slice(0, -1);
    const made = this.folded(name, depth).flatMap((type) => this.constructed(type));
    const all = [...new Set([...this.declared(name), ...made, ...this.folded(root, depth), ...this.values])];
    this.roots.set(root, all);
    return all;
  }

  private folded(path: string, depth: number): readonly ts.Type[] {
    if (depth > 3) return [];
    return Object.entries(this.library.names ?? {})
      .filter(([from, to]) => to === path && from !== path)
      .flatMap(([from]) => (from.startsWith("*") ? this.declaredLike(from) : this.types(from, depth + 1)));
  }

  /** Instances of every export whose name fits `*Database#`. */
  private declaredLike(pattern: string): readonly ts.Type[] {
    const compiled = compilePattern(pattern);
    const names = this.modules.flatMap((module) =>
      this.checker.getExportsOfModule(module).map((symbol) => symbol.name),
    );
    return [...new Set(names)].filter((name) => matches(compiled, `${name}#`)).flatMap((name) => this.declared(name));
  }

  /** Instances of an exported class or type, dotted names through namespaces. */
  private declared(name: string): readonly ts.Type[] {
    const [first = "", ...rest] = name.split(".");
    let symbols = name === "" ? this.modules.map((module) => this.assigned(module)) : this.exported(first);
    for (const part of rest)
      symbols = symbols.flatMap((symbol) => this.namespace(symbol)).filter((it) => it.name === part);
    return symbols.flatMap((symbol) => {
      const real = this.alias(symbol);
      const type = this.checker.getDeclaredTypeOfSymbol(real);
      const made = this.constructed(this.checker.getTypeOfSymbol(real));
      return isUsable(type) ? [type, ...made] : made;
    });
  }

  /** The value that a path without an instance starts at: an export, the module, or a global. */
  private exportedValues(name: string): readonly ts.Type[] {
    const symbols = name === "" ? this.modules.map((module) => this.assigned(module)) : [...this.exported(name)];
    if (name === "default") symbols.push(...this.modules.map((module) => this.assigned(module)));
    if (this.library.globals?.includes(name)) {
      const global = this.checker.resolveName(name, undefined, ts.SymbolFlags.Value, false);
      if (global) symbols.push(global);
    }
    return symbols.map((symbol) => this.checker.getTypeOfSymbol(this.alias(symbol)));
  }

  /** What `export =` gives, else the module itself. */
  private assigned(module: ts.Symbol): ts.Symbol {
    const assigned = module.exports?.get(ts.InternalSymbolName.ExportEquals);
    return assigned ? this.alias(assigned) : module;
  }

  private namespace(symbol: ts.Symbol): readonly ts.Symbol[] {
    const real = this.alias(symbol);
    const fromExports = real.flags & ts.SymbolFlags.Namespace ? this.checker.getExportsOfModule(real) : [];
    return [...fromExports, ...this.checker.getPropertiesOfType(this.checker.getTypeOfSymbol(real))];
  }

  private alias(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  private walk(start: readonly ts.Type[], path: string): readonly ts.Type[] {
    let types: readonly ts.Type[] = start.filter(isUsable);
    for (const token of tokenize(path)) types = this.step(types, token);
    return types;
  }

  private step(types: readonly ts.Type[], token: Token): readonly ts.Type[] {
    switch (token.kind) {
      case "name":
        return this.members(types, token.text);
      case "call":
        return types.flatMap((type) => this.called(type));
      case "instance":
        return types.flatMap((type) => this.constructed(type));
      case "any":
        return types.flatMap((type) => this.everyMember(type));
      case "deep":
        return this.reachable(types);
    }
  }

  private members(types: readonly ts.Type[], name: string): readonly ts.Type[] {
    return this.flat(types).flatMap((type) => {
      const property = this.checker.getPropertyOfType(type, name);
      return property ? [this.checker.getTypeOfSymbol(property)] : [];
    });
  }

  private everyMember(type: ts.Type): readonly ts.Type[] {
    return this.flat([type]).flatMap((part) =>
      this.checker.getPropertiesOfType(part).map((property) => this.checker.getTypeOfSymbol(property)),
    );
  }

  /** What members and calls lead to within a few steps: for `**`. */
  private reachable(types: readonly ts.Type[]): readonly ts.Type[] {
    const seen = new Set<ts.Type>(types);
    let edge = types;
    for (let steps = 0; steps < 2; steps++) {
      edge = edge
        .flatMap((type) => [...this.called(type), ...this.everyMember(type)])
        .filter((type) => !seen.has(type) && type.flags & ts.TypeFlags.Object);
      for (const type of edge) seen.add(type);
    }
    return [...seen];
  }

  /** What a call returns, and what awaiting that gives: a builder may be a promise too. */
  private called(type: ts.Type): readonly ts.Type[] {
    const returned = this.flat([type]).flatMap((part) =>
      part.getCallSignatures().map((signature) => signature.getReturnType()),
    );
    return [...new Set(returned.flatMap((part) => [part, this.checker.getAwaitedType(part) ?? part]))];
  }

  private constructed(type: ts.Type): readonly ts.Type[] {
    return type.getConstructSignatures().map((signature) => signature.getReturnType());
  }

  private flat(types: readonly ts.Type[]): readonly ts.Type[] {
    return types
      .map(
        (type) => this.checker.getDefaultFromTypeParameter(type) ?? this.checker.getBaseConstraintOfType(type) ?? type,
      )
      .flatMap((type) => (type.isUnion() ? type.types : [type]))
      .map((type) => this.checker.getApparentType(type));
  }
}

function isUsable(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never)) === 0;
}

function tokenize(path: string): readonly Token[] {
  return (path.match(/\(\)|#|\*\*|\*|[^.#()*]+/g) ?? []).map((text): Token => {
    if (text === "()") return { kind: "call" };
    if (text === "#") return { kind: "instance" };
    if (text === "**") return { kind: "deep" };
    return text === "*" ? { kind: "any" } : { kind: "name", text };
  });
}
