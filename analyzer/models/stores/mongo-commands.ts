import type { CallModel } from "../call-model.js";
import { looksFirst } from "./mongo-writes.js";

/** Commands as MongoDB's server takes them: `command({ update: "orders", updates: [{ q: { _id: id }, u: { $inc: { n: 1 } } }] })`. */
export function mongoCommands(match: string): readonly CallModel[] {
  const of = (property: string) => ({ argument: 0, property }) as const;
  const relative = ["$inc", "$mul", "$push", "$pop", "$bit"] as const;
  const run = (property: string, call: Omit<CallModel, "match" | "target">): CallModel => ({
    match,
    target: of(property),
    returns: "reply",
    ...call,
    when: [{ place: of(property) }, ...(call.when ?? [])],
  });
  const changes = (command: string, where: string, values: string, upsert: string): readonly CallModel[] => {
    const change = { where: of(where), values: of(values), relative };
    const made = { conflictTarget: of(where), identityColumns: ["_id"], looksFirst };
    return [
      run(command, { effect: "upsert", when: [{ place: of(upsert), equals: true }], ...change, ...made }),
      run(command, { effect: "update", ...change }),
    ];
  };
  return [
    run("findAndModify", { effect: "delete", when: [{ place: of("remove"), equals: true }], where: of("query") }),
    ...changes("findAndModify", "query", "update", "upsert"),
    run("insert", { effect: "insert", values: of("documents"), identityColumns: ["_id"] }),
    ...changes("update", "updates[].q", "updates[].u", "updates[].upsert"),
    run("delete", { effect: "delete", where: of("deletes[].q") }),
  ];
}
