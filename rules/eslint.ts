import { createPlugin, type IdemlintPlugin } from "./eslint/plugin.js";
import { openSession } from "./session.js";

/** The ESLint plugin: `import idemlint from "idemlint/eslint"`, then `idemlint.configs.recommended`. */
const plugin: IdemlintPlugin = createPlugin(openSession);

export default plugin;
