import { hoistKey } from "./fixes/hoist-key.js";
import { madeAnew, settlesByItself } from "./facts/keys.js";
import { defineRule } from "./rule.js";

export default defineRule({
  id: "key-per-click",
  summary: "A page makes the key when somebody presses, so the second press is another order",
  group: "governance",
  recommended: false,
  severity: "every-risk",
  client: "only",

  *check(trace, context) {
    for (const effect of trace.effects) {
      const fresh = effect.key?.value && !settlesByItself(effect, context) ? madeAnew(trace, effect) : undefined;
      if (!fresh) continue;
      yield {
        effect,
        message: `${effect.name} goes out under another key each time ${trace.entry.name} runs: ${fresh.source.what} is made for the click and not for what is wanted, so whoever gets no answer and presses again orders again`,
        remedy:
          "Make the key with the form or the intent, keep it until the server has answered, and send it with every press.",
        steps: [{ site: fresh.source.site, what: `made for this click: ${fresh.source.what}` }],
        fixes: hoistKey(fresh.source, trace, context),
      };
    }
  },
});
