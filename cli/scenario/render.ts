import type { EntryPoint } from "../../analyzer/trace.js";
import type { Facts, Field, Given, States } from "./facts.js";
import type { Branch, NamedFunction, Parameter } from "./source.js";

/** How the entry point is reached. */
export type Call =
  | { readonly kind: "http"; readonly method: string; readonly path: string }
  /** Stripe signs what it delivers. */
  | { readonly kind: "stripe"; readonly path: string; readonly fields: readonly string[] }
  | { readonly kind: "function"; readonly named: NamedFunction; readonly from: string; readonly message: Message };

/** What a consumer is handed. */
export type Message = "job" | "sqs" | "none";

/** All that a scenario is written from. */
export interface Plan {
  readonly entry: EntryPoint;
  /** As the user named it: `orders/controller.ts:pay`. */
  readonly asked: string;
  readonly call: Call;
  readonly facts: Facts;
  readonly branch?: Branch;
  /** Import path of the project's set-up. */
  readonly setup: string;
}

/** A scenario as text. */
export function renderScenario(plan: Plan): string {
  const { entry, asked, call, branch } = plan;
  const parts = partsOf(plan);
  const name = branch ? `${entry.name} ${branch.value}` : entry.name;
  const uses = new Set(["shared", ...parts.setup, ...(parts.rows.length > 0 ? ["given"] : [])]);
  const imports = [
    `import { defineScenario${parts.rows.length > 0 ? ", existing" : ""} } from "idemlint/harness";`,
    `import { ${[...uses].sort().join(", ")} } from ${JSON.stringify(plan.setup)};`,
    ...(call.kind === "function" ? [`import { ${call.named.name} } from ${JSON.stringify(call.from)};`] : []),
  ];
  return `${imports.join("\n")}

${parts.rows.length > 0 ? `// Rows that the entry point starts from.\n${parts.rows.join("\n")}\n\n` : ""}/** Written by \`idemlint verify --new ${asked}\`: ${entry.repeatedBy}. */
export default defineScenario({
  ...shared,
  name: ${JSON.stringify(name)},
${branch ? `  entry: ${JSON.stringify(entry.name)},\n` : ""}${call.kind === "function" && entry.delivery === "redelivered" ? "  consumer: true,\n" : ""}  payload: (${parts.intent}) => (${parts.payload}),
  attempt: ${parts.attempt},
});
`;
}

interface Parts {
  readonly setup: readonly string[];
  readonly rows: readonly string[];
  /** What the payload is made of. */
  readonly intent: string;
  readonly payload: string;
  readonly attempt: string;
}

function partsOf(plan: Plan): Parts {
  switch (plan.call.kind) {
    case "http":
      return httpParts(plan, plan.call);
    case "stripe":
      return stripeParts(plan, plan.call);
    case "function":
      return functionParts(plan, plan.call);
  }
}

function httpParts({ facts }: Plan, { method, path }: Extract<Call, { kind: "http" }>): Parts {
  const rows = new Rows();
  const params = facts.params.map((field) => `${quote(field.path)}: ${rows.valueOf(field)}`);
  const body = method === "GET" ? undefined : objectOf(facts.body, rows);
  const own = facts.headers.filter(
    ({ path: name }) => !/^(idempotency-key|content-type|stripe-signature)$/i.test(name),
  );
  const headers = own.map((field) => `${quote(field.path)}: ${rows.valueOf(field)}`);
  const payload = [
    ...params,
    ...(headers.length > 0 ? [`headers: { ${headers.join(", ")} }`] : []),
    ...(body === undefined ? [] : [`body: ${body}`]),
  ];
  const url = path.replaceAll(/:(\w+)/g, (_whole, name: string) => `\${payload${access(name)}}`);
  const sent = [
    '"content-type": "application/json"',
    '"idempotency-key": key',
    ...(headers.length > 0 ? ["...payload.headers"] : []),
  ];
  return {
    setup: [],
    rows: rows.lines(),
    intent: rows.intent(),
    payload: `{\n${payload.map((part) => `    ${part},\n`).join("")}  }`,
    attempt: `({ url, key, payload }) =>
    fetch(\`\${url}${url}\`, {
      method: ${JSON.stringify(method)},
      headers: { ${sent.join(", ")} },${body === undefined ? "" : "\n      body: JSON.stringify(payload.body),"}
    })`,
  };
}

function stripeParts({ branch }: Plan, { path, fields }: Extract<Call, { kind: "stripe" }>): Parts {
  const rows = new Rows();
  const object = objectOf(
    fields.map((field) => ({ path: field, given: givenByName(field) })),
    rows,
  );
  return {
    setup: ["given"],
    rows: rows.lines(),
    intent: rows.intent(),
    payload: object,
    attempt: `({ url, key, payload }) => {
    const body = JSON.stringify({ id: \`evt_\${key}\`, object: "event", type: ${JSON.stringify(branch?.value ?? "")}, data: { object: payload } });
    const signature = given.stripe.webhooks.generateTestHeaderString({ payload: body, secret: given.webhookSecret });
    const headers = { "content-type": "application/json", "stripe-signature": signature };
    return fetch(\`\${url}${path}\`, { method: "POST", headers, body });
  }`,
  };
}

function functionParts({ facts, branch }: Plan, { named, message }: Extract<Call, { kind: "function" }>): Parts {
  const rows = new Rows();
  const data = objectOf(facts.data, rows);
  const job = `{ id: key, ${branch ? `name: ${JSON.stringify(branch.value)}, ` : ""}data: payload } as never`;
  const batch = "{ Records: [{ messageId: key, body: JSON.stringify(payload) }] } as never";
  const handed = message === "job" ? job : message === "sqs" ? batch : undefined;
  const args = named.parameters.map((parameter) => {
    if (handed !== undefined && isMessage(parameter)) return handed;
    return parameter.name === undefined
      ? `{ ${parameter.parts.map((part) => `${part}: given.${part}`).join(", ")} }`
      : `given.${parameter.name}`;
  });
  return {
    setup: named.parameters.some((parameter) => handed === undefined || !isMessage(parameter)) ? ["given"] : [],
    rows: rows.lines(),
    intent: rows.intent(),
    payload: data,
    attempt: `(${handed === undefined ? "" : "{ key, payload }"}) => ${named.name}(${args.join(", ")})`,
  };
}

/** Whether a parameter is what the consumer is handed, by its name. */
export function isMessage({ name = "" }: Parameter): boolean {
  return /^(job|event|message|msg|record)$/i.test(name);
}

/** Counted in cents, mostly: enough not to be rounded away. */
const MONEY = /(cents|amount|price|total)/i;

/** Rows that are looked up once, and what of an intent the values use. */
class Rows {
  private readonly names = new Map<string, string>();
  private usesKey = false;

  valueOf({ path, given }: Field): string {
    const name = path.split(".").at(-1) ?? path;
    if (given.kind === "number") return MONEY.test(name) ? "500" : "2";
    if (given.kind === "new") {
      this.usesKey = true;
      return `\`${name}-\${key}\``;
    }
    const { place, states } = given;
    const where = Object.keys(states).length > 0 ? `, ${literalOf(states)}` : "";
    const line = `await existing(given.database, ${JSON.stringify(place)}${where});`;
    const rows = this.names.get(line) ?? this.nameFor(place);
    this.names.set(line, rows);
    return `${rows}[(number - 1) % ${rows}.length]`;
  }

  lines(): readonly string[] {
    return [...this.names].map(([line, name]) => `const ${name} = ${line}`);
  }

  intent(): string {
    const parts = [...(this.usesKey ? ["key"] : []), ...(this.names.size > 0 ? ["number"] : [])];
    return parts.length > 0 ? `{ ${parts.join(", ")} }` : "";
  }

  private nameFor(place: string): string {
    const name = place.replaceAll(/[^A-Za-z0-9]+(\w)/g, (_whole, letter: string) => letter.toUpperCase());
    const used = new Set(this.names.values());
    return used.has(`${name}s`) ? `${name}s${used.size + 1}` : `${name}s`;
  }
}

function literalOf(states: States): string {
  const parts = Object.entries(states).map(
    ([name, values]) =>
      `${quote(name)}: ${values === "present" ? '"present"' : `[${values.map((value) => JSON.stringify(value)).join(", ")}]`}`,
  );
  return `{ ${parts.join(", ")} }`;
}

function givenByName(path: string): Given {
  const name = path.split(".").at(-1) ?? path;
  const [, owner] = /^(?:client_)?(\w+?)_?(?:id|reference_id)$/i.exec(name) ?? [];
  if (owner === "reference" || name === "client_reference_id")
    return { kind: "existing", place: "customer.id", states: {} };
  if (owner !== undefined && owner !== "") return { kind: "existing", place: `${owner}.id`, states: {} };
  return /amount|total|quantity|count/i.test(name) ? { kind: "number" } : { kind: "new" };
}

/** Nested fields as one literal; what lies below a plural is a list of one. */
function objectOf(fields: readonly Field[], rows: Rows): string {
  const heads = new Map<string, Field[]>();
  for (const field of fields) {
    const [head = "", ...rest] = field.path.split(".");
    heads.set(head, [...(heads.get(head) ?? []), { ...field, path: rest.join(".") }]);
  }
  const parts = [...heads].map(([head, below]) => {
    const nested = below.filter(({ path }) => path !== "");
    const [only] = below;
    if (nested.length === 0 && only) return `${quote(head)}: ${rows.valueOf({ ...only, path: head })}`;
    const inner = objectOf(nested, rows);
    return `${quote(head)}: ${head.endsWith("s") ? `[${inner}]` : inner}`;
  });
  return parts.length > 0 ? `{ ${parts.join(", ")} }` : "{}";
}

function quote(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function access(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
