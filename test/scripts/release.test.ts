import assert from "node:assert/strict";
import { isLater, released, withVersion } from "../../scripts/release/versions.js";

describe("a release", () => {
  const changelog = "# Changelog\n\n## Unreleased\n\n- A thing.\n- Another.\n\n## 0.1.0\n\nFirst version.\n";

  it("gives what is unreleased a version and a day, and leaves room for more", () => {
    const made = released(changelog, "0.2.0", "2026-12-01");
    assert.equal(
      made,
      "# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-12-01)\n\n- A thing.\n- Another.\n\n## 0.1.0\n\nFirst version.\n",
    );
    assert.equal(released(made ?? "", "0.3.0", "2026-12-02"), undefined, "nothing is left to release");
  });

  it("changes the own version in manifests and locks, not that of dependencies", () => {
    const lock = {
      name: "a",
      version: "0.1.0",
      packages: { "": { version: "0.1.0" }, "node_modules/b": { version: "0.1.0" } },
    };
    assert.deepEqual(JSON.parse(withVersion(JSON.stringify(lock), "0.2.0")), {
      name: "a",
      version: "0.2.0",
      packages: { "": { version: "0.2.0" }, "node_modules/b": { version: "0.1.0" } },
    });
  });

  it("goes forward only", () => {
    assert.ok(isLater("0.2.0", "0.1.9"));
    assert.ok(isLater("0.10.0", "0.9.0"));
    for (const version of ["0.1.0", "0.0.9", "next", "", "1.0"])
      assert.equal(isLater(version, "0.1.0"), false, version);
  });
});
