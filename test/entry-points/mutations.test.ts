import { strict as assert } from "node:assert";
import { openSession } from "../../rules/session.js";
import { removeTrees, tree } from "../project/tree.js";

const button = (option: string) => `import { useMutation } from "@tanstack/react-query";
  export function OrderButton({ product }: { readonly product: string }) {
    const order = useMutation({
      mutationFn: async () => { await fetch("https://api.shop.example/orders", { method: "POST", body: product }); },
      ${option}
    });
    return <button onClick={() => order.mutate()}>Order</button>;
  }`;
const client = (mutations: string) => `import { QueryClient } from "@tanstack/react-query";
  export const client = new QueryClient({ defaultOptions: { queries: { retry: 5 }, ${mutations} } });`;

describe("mutations of a page", () => {
  after(removeTrees);

  it("are called again as the client's defaults say, unless they say it themselves", () => {
    assert.deepEqual(judged(client("mutations: { retry: 3 }"), button("")), ["blind-retry"]);
    assert.deepEqual(judged(client("mutations: { retry: 3 }"), button("retry: false")), []);
    assert.deepEqual(judged(client("mutations: { retry: 0 }"), button("retry: 2")), ["blind-retry"]);
  });

  it("are called once where nothing says otherwise", () => {
    assert.deepEqual(judged(client("mutations: { retry: false }"), button("")), []);
    assert.deepEqual(judged(client("mutations: { gcTime: 0 }"), button("")), []);
    assert.deepEqual(judged("export {};", button("")), []);
  });

  it("are judged anew when the defaults change in another file", () => {
    const files = tree({ "client.ts": "export {};", "button.tsx": button("") });
    const session = open(files.root);
    assert.deepEqual(rulesOf(session), []);
    session.setText(files.path("client.ts"), client("mutations: { retry: 3 }"));
    assert.deepEqual(rulesOf(session), ["blind-retry"]);
    session.setText(files.path("client.ts"), client("mutations: { retry: false }"));
    assert.deepEqual(rulesOf(session), []);
  });
});

function judged(clientText: string, buttonText: string): readonly string[] {
  return rulesOf(open(tree({ "client.ts": clientText, "button.tsx": buttonText }).root));
}

function rulesOf(session: ReturnType<typeof open>): readonly string[] {
  return session.check({ preset: "recommended" }).findings.map(({ rule }) => rule);
}

function open(cwd: string) {
  const opened = openSession({ cwd });
  assert.ok(opened.ok);
  return opened.session;
}
