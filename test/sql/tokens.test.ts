import assert from "node:assert/strict";
import { splitStatements, tokenize } from "../../analyzer/sql/tokens.js";

const read = (sql: string): readonly string[] => tokenize(sql).map((token) => `${token.kind}:${token.value}`);

describe("tokenize", () => {
  it("reads quoted names of every dialect", () => {
    assert.deepEqual(read('"a ""b" [c d]'), ['quoted:a "b', "quoted:c d"]);
    assert.deepEqual(read("`a``b`"), ["quoted:a`b"]);
  });

  it("tells an array index from a bracketed name", () => {
    assert.deepEqual(read("a[b]").slice(0, 2), ["word:a", "symbol:["]);
  });

  it("reads strings with doubled quotes, escapes and dollar tags", () => {
    assert.deepEqual(read("'it''s' E'a\\'b' $x$ ; ' $x$"), ["string:it's", "string:a\\'b", "string: ; ' "]);
  });

  it("takes a backslash as an escape only where MySQL is written", () => {
    assert.deepEqual(read("'a\\' x"), ["string:a\\", "word:x"]);
    assert.deepEqual(tokenize("'a\\' x'", { mysql: true }).length, 1);
  });

  it("reads placeholders and leaves casts alone", () => {
    assert.deepEqual(read("$1 ? ?? :a @b $hole1::text"), [
      "parameter:$1",
      "parameter:?",
      "parameter:??",
      "parameter::a",
      "parameter:@b",
      "parameter:$hole1",
      "symbol:::",
      "word:text",
    ]);
  });

  it("keeps two adjacent holes apart", () => {
    assert.deepEqual(read("$hole1$hole2"), ["parameter:$hole1", "parameter:$hole2"]);
  });

  it("skips comments, nested ones too, and client commands", () => {
    assert.deepEqual(read("a -- b\n/* c /* d */ e */ f\n\\connect x\ng"), ["word:a", "word:f", "word:g"]);
    assert.deepEqual(read("a /* b /* c */ d"), ["word:a", "word:d"]);
  });

  it("goes on after a quote or comment that is never closed", () => {
    assert.deepEqual(read("a 'b"), ["word:a", "symbol:'", "word:b"]);
    assert.deepEqual(read("a /* b"), ["word:a", "word:b"]);
  });

  it("passes over the rows of a COPY", () => {
    const statements = splitStatements(tokenize("COPY t FROM stdin;\n1\tit's\n\\.\nSELECT 1;"));
    assert.deepEqual(
      statements.map((statement) => statement[0]?.value),
      ["COPY", "SELECT"],
    );
  });
});
