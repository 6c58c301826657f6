import assert from "node:assert/strict";
import { fakeProvider, serveProvider } from "../../harness/api.js";

const URL_OF_CHARGES = "https://api.stripe.com/v1/charges";

function request(body: string, key?: string, method = "POST", url = URL_OF_CHARGES) {
  return {
    method,
    url: new URL(url),
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      ...(key === undefined ? {} : { "idempotency-key": key }),
    },
    body,
  };
}

describe("the fake provider", () => {
  it("gives the first answer again for the same key, and charges once", async () => {
    const provider = fakeProvider();
    const first = await provider.answer(request("amount=5&currency=eur", "k"));
    const second = await provider.answer(request("amount=5&currency=eur", "k"));
    assert.equal(second.body, first.body);
    assert.equal(second.headers["idempotent-replayed"], "true");
    assert.equal(provider.operations.length, 1);
  });

  it("charges again for another key and for no key", async () => {
    const provider = fakeProvider();
    for (const key of ["a", "b", undefined]) await provider.answer(request("amount=5", key));
    assert.deepEqual(
      provider.operations.map((operation) => operation.key),
      ["a", "b", undefined],
    );
  });

  it("refuses another payload under the same key, and still replays the first", async () => {
    const provider = fakeProvider();
    const first = await provider.answer(request("amount=5", "k"));
    const other = await provider.answer(request("amount=6", "k"));
    assert.equal(other.status, 400);
    assert.equal((JSON.parse(other.body) as { error: { type: string } }).error.type, "idempotency_error");
    assert.equal((await provider.answer(request("amount=5", "k"))).body, first.body);
  });

  it("takes two attempts with one message for the same message, whatever attempt each carries", async () => {
    const provider = fakeProvider();
    const message = (attempt: string, text = "hello") =>
      request(
        JSON.stringify({
          MessageBody: text,
          MessageDeduplicationId: "m",
          MessageAttributes: { "x-idemlint-invocation": { DataType: "String", StringValue: attempt } },
        }),
      );
    const first = await provider.answer(message("1"));
    assert.equal(first.status, 200);
    assert.equal((await provider.answer(message("2"))).body, first.body);
    assert.equal((await provider.answer(message("2", "another"))).status, 400);
    assert.equal(JSON.stringify(provider.operations).includes("idemlint"), false);
  });

  it("answers 409 while the first request with the key is in progress", async () => {
    const provider = fakeProvider();
    const release = provider.hold();
    const first = provider.answer(request("amount=5", "k"));
    assert.equal((await provider.answer(request("amount=5", "k"))).status, 409);
    release();
    assert.equal((await first).status, 200);
    assert.equal(provider.operations.length, 1);
  });

  it("charges again once it was told to forget", async () => {
    const provider = fakeProvider();
    await provider.answer(request("amount=5", "k"));
    assert.equal(provider.forgetKeys(), 1);
    await provider.answer(request("amount=5", "k"));
    assert.equal(provider.operations.length, 2);
  });

  it("reads nested form fields and JSON alike", async () => {
    const provider = fakeProvider();
    await provider.answer(request("metadata[order]=o1&items[0][price]=p1", undefined));
    await provider.answer({
      ...request('{"metadata":{"order":"o1"}}'),
      headers: { "content-type": "application/json" },
    });
    assert.deepEqual(provider.operations[0]?.body, { metadata: { order: "o1" }, items: { 0: { price: "p1" } } });
    assert.deepEqual(provider.operations[1]?.body, { metadata: { order: "o1" } });
  });

  it("gives back what was made, by id and as a list", async () => {
    const provider = fakeProvider();
    const made = JSON.parse((await provider.answer(request("amount=5"))).body) as { id: string; amount: number };
    assert.match(made.id, /^ch_/);
    assert.equal(made.amount, 5);
    const found = await provider.answer(request("", undefined, "GET", `${URL_OF_CHARGES}/${made.id}`));
    assert.equal(found.body, JSON.stringify(made));
    const missing = await provider.answer(request("", undefined, "GET", `${URL_OF_CHARGES}/ch_fake999999999999`));
    assert.equal(missing.status, 404);
  });

  it("listens on loopback for programs that take a host and port", async () => {
    const provider = fakeProvider();
    const listening = await serveProvider(provider);
    const answer = () =>
      fetch(`${listening.url}/v1/refunds`, {
        method: "POST",
        headers: { "idempotency-key": "r" },
        body: "charge=ch_1",
      });
    const first = (await (await answer()).json()) as { id: string };
    assert.deepEqual(await (await answer()).json(), first);
    await listening.close();
    await assert.rejects(answer());
  });
});
