import { strict as assert } from "node:assert";
import { createNames } from "../../analyzer/interpreter/values/names.js";

describe("names of values", () => {
  const long = "a text that is longer than any that stands for itself";

  it("are built once for a value, and tell of its files each time", () => {
    const names = createNames();
    const value = {};
    let built = 0;
    const told = () =>
      names.of(() =>
        names.part(value, 4, () => {
          built++;
          names.mention("/orders.ts");
          return long;
        }),
      );
    assert.deepEqual(told(), told());
    assert.deepEqual([...told().files], ["/orders.ts"]);
    assert.equal(built, 1);
    names.forget(new Set(["/orders.ts"]));
    told();
    assert.equal(built, 2);
  });

  it("are built again for a value that holds what may change", () => {
    const names = createNames();
    const [closure, holder] = [{}, {}];
    let captured = "one";
    const told = () =>
      names.part(holder, 4, () =>
        names.part(closure, 3, () => {
          names.unsettled();
          return `${long} ${captured}`;
        }),
      );
    const before = told();
    assert.equal(told(), before);
    captured = "two";
    assert.notEqual(told(), before);
  });

  it("tell depths apart", () => {
    const names = createNames();
    const value = {};
    assert.equal(
      names.part(value, 0, () => "{…}"),
      "{…}",
    );
    assert.equal(
      names.part(value, 1, () => "{id}"),
      "{id}",
    );
  });
});
