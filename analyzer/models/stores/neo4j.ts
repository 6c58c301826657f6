import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

const match = ["Session#run", "Transaction#run", "Driver#executeQuery"] as const;
const target = { text: "the graph" } as const;
const values = { argument: 1 } as const;
const returns = "rows" as const;
const found = "records";

/** A statement that says this somewhere. */
function saying(pattern: string): Pick<CallModel, "match" | "when"> {
  return { match, when: [{ place: { argument: 0 }, pattern }] };
}

/** `SET a.balance = a.balance + $amount`, also with `coalesce(…, 0)` and `+=` on a property, but not only where the node is new. */
const adds = "(?<!on create )\\bset\\b[^;]*?(\\b\\w+\\.\\w+)\\s*=\\s*(?:coalesce\\(\\s*)?\\1\\b[^=;]*?[-+]";

/** Neo4j: the verbs of the Cypher text tell what happens. `MERGE` finds what it would make, `CREATE` always makes. */
export default {
  library: "Neo4j",
  packages: ["neo4j-driver", "neo4j-driver-lite"],
  versions: ">=4",
  docs: "https://neo4j.com/docs/cypher-manual/current/clauses/merge/",
  names: {
    default: "",
    "driver()": "Driver#",
    "Driver#session()": "Session#",
    "Session#beginTransaction()": "Transaction#",
    "TransactionPromise#": "Transaction#",
    "ManagedTransaction#": "Transaction#",
  },
  calls: [
    {
      ...saying("\\bmerge\\b[^;{]*\\{[^}]*\\b(?:randomUUID|timestamp|datetime|localdatetime|rand)\\s*\\("),
      effect: "insert",
      target,
      values,
      returns,
    },
    { ...saying("\\b(?:create|drop)\\s+(?:\\w+\\s+)?(?:index|constraint)\\b"), effect: "read", target, returns },
    { ...saying(adds), effect: "increment", target, values, returns },
    { ...saying("(?<!on )\\bcreate\\b"), effect: "insert", target, values, returns },
    { ...saying("\\bmerge\\b"), effect: "upsert", target, values, identityColumns: ["id", "key"], returns },
    { ...saying("\\bdelete\\b"), effect: "delete", target, where: values, returns },
    { ...saying("\\b(?:set|remove)\\b"), effect: "update", target, values, returns },
    { match, effect: "read", target, where: values, found, returns },
  ],
  wrappers: [
    {
      match: ["Session#executeWrite", "Session#writeTransaction"],
      kind: "transaction",
      callback: { argument: 0 },
      handle: "Transaction#",
      reruns: "the driver runs the callback again on a transient error",
      what: "Neo4j runs the callback in one transaction",
    },
    {
      match: ["Session#executeRead", "Session#readTransaction"],
      kind: "invoke",
      callback: { argument: 0 },
      handle: "Transaction#",
      what: "Neo4j runs the callback in one transaction that only reads",
    },
  ],
  brackets: [{ begin: "Session#beginTransaction", commit: "Transaction#commit", rollback: "Transaction#rollback" }],
  conflicts: [{ property: "code", equals: "Neo.ClientError.Schema.ConstraintValidationFailed" }],
} satisfies LibraryModel;
