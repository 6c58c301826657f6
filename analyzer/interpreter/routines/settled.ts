import type { SchemaIndex } from "../../schema/unique.js";
import type { SqlStatement } from "../../sql/statement.js";
import type { SqlStep } from "../../sql/steps.js";

/** What a routine asked a table before it went on. */
export interface Ask {
  readonly is: "absent" | "present" | "state";
  readonly query: SqlStatement;
  /** The column that was looked at; absent where it was whether there is a row. */
  readonly column?: string;
  /** The rows that it asks for are the same on the next attempt. */
  readonly stable: boolean;
  readonly locked: boolean;
}

/** Whether what comes next has the same question answered otherwise on the next attempt. */
export function settles(ask: Ask, ahead: readonly SqlStatement[]): boolean {
  const { query, column } = ask;
  const asked = new Set([...query.where.map((condition) => condition.column), column ?? ""].map(plain));
  return ahead.some((write) => {
    if (write.table === undefined || query.table === undefined || plain(write.table) !== plain(query.table))
      return false;
    const relative = new Set(write.relative.map(plain));
    const sets = write.columns.some((set) => asked.has(plain(set.column)) && !relative.has(plain(set.column)));
    switch (ask.is) {
      case "absent":
        if (write.kind === "update") return sets;
        return ask.stable && (write.kind === "insert" || write.kind === "upsert") && !isAnother(write, query);
      case "present":
      case "state":
        return write.kind === "delete" || (sets && (write.kind === "update" || write.kind === "upsert"));
    }
  });
}

/** `status = 'failed'` is asked for, and a row with another status is made. */
function isAnother({ constants }: SqlStatement, query: SqlStatement): boolean {
  const written = new Map(Object.entries(constants).map(([column, text]) => [plain(column), text]));
  return query.where.some(({ column, operator, values: [value] }) => {
    const made = written.get(plain(column));
    return operator === "=" && value?.kind === "literal" && made !== undefined && made !== value.text;
  });
}

/** What the steps write, whatever way they take, other routines that they call included. */
export function writesIn(steps: readonly SqlStep[], schema: SchemaIndex, depth = 3): readonly SqlStatement[] {
  return steps.flatMap((step): readonly SqlStatement[] => {
    switch (step.kind) {
      case "run":
        return step.statements.flatMap((statement) => [
          ...(WRITES.has(statement.kind) ? [statement] : []),
          ...statement.invoked.flatMap(({ name }) =>
            depth === 0 ? [] : schema.routines(name).flatMap((one) => writesIn(one.steps ?? [], schema, depth - 1)),
          ),
        ]);
      case "choose":
        return [
          ...step.ways.flatMap((way) => writesIn(way.steps, schema, depth)),
          ...writesIn(step.otherwise, schema, depth),
        ];
      case "loop":
        return [
          ...(step.over && WRITES.has(step.over.kind) ? [step.over] : []),
          ...writesIn(step.steps, schema, depth),
        ];
      case "block":
        return [step.steps, ...step.handlers.map((handler) => handler.steps)].flatMap((inner) =>
          writesIn(inner, schema, depth),
        );
      default:
        return [];
    }
  });
}

const WRITES: ReadonlySet<SqlStatement["kind"]> = new Set(["insert", "update", "upsert", "delete", "notify"]);

function plain(name: string): string {
  return name.toLowerCase().replaceAll("_", "");
}
