import assert from "node:assert/strict";
import { renderMarkdown } from "../../cli/markdown.js";
import { createStyle } from "../../cli/style.js";

const page = `# unstable-key

A key that is **new** on *every* attempt, as in \`\` \`a:\${b}\` \`\`, protects
nothing; see [the guide](../guide.md) and [Stripe](https://stripe.com).

- first
- second point that is too long for one line

\`\`\`ts
call(); // error: unstable-key
\`\`\`
`;

describe("rendering a rule's page", () => {
  it("wraps paragraphs and lists, keeps code as it is", () => {
    assert.equal(
      renderMarkdown(page, 40, createStyle({ write: () => true }, {})),
      `unstable-key

A key that is **new** on *every*
attempt, as in \`\` \`a:\${b}\` \`\`, protects
nothing; see the guide and Stripe
(https://stripe.com).

• first
• second point that is too long for one
  line

    call(); // error: unstable-key
`,
    );
  });

  it("replaces marks by colours on a terminal", () => {
    const coloured = renderMarkdown(page, 40, createStyle({ write: () => true }, { FORCE_COLOR: "1" }));
    assert.match(coloured, /is \u001b\[1mnew\u001b\[22m on \u001b\[3mevery\u001b\[23m/);
    assert.match(coloured, /\u001b\[36m`a:\$\{b\}`\u001b\[39m/);
    assert.match(coloured, /call\(\);\u001b\[90m \/\/ error/);
  });
});
