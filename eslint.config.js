import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import { tsImport } from "tsx/esm/api";
import tseslint from "typescript-eslint";

// Our own plugin, from its source, so that linting needs no build.
const { default: idemlint } = await tsImport("./rules/eslint.ts", import.meta.url);

const folders = ["analyzer", "rules", "map", "server", "cli", "harness", "extension", "test", "bench", "scripts"];
const typescript = folders.map((folder) => `${folder}/**/*.ts`);
const nodeGlobals = Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, "readonly"]));

export default defineConfig(
  globalIgnores([
    "**/node_modules",
    "**/dist",
    "**/generated",
    "**/*.d.mts",
    "artifacts",
    "fixtures/.fixed-*",
    "test/vscode/workspace",
  ]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  { files: ["**/*.js", "**/*.mjs"], extends: [js.configs.recommended], languageOptions: { globals: nodeGlobals } },
  {
    files: typescript,
    extends: [
      js.configs.recommended,
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      idemlint.configs.recommended,
    ],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Colours are control characters.
      "no-control-regex": "off",
      // More than 500 lines fail a test.
      "max-lines": ["warn", 250],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/dot-notation": ["error", { allowIndexSignaturePropertyAccess: true }],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidOperator: true, ignoreVoidReturningFunctions: true },
      ],
      // Callbacks may return nothing or a promise.
      "@typescript-eslint/no-invalid-void-type": "off",
      // It asks for `!`, which `no-non-null-assertion` forbids.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      // `void` says that a result is left out on purpose.
      "@typescript-eslint/no-meaningless-void-operator": "off",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      // What implements an asynchronous interface need not wait itself.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // Objects here are closures: no method reads `this`.
      "@typescript-eslint/unbound-method": "off",
    },
  },
  {
    // A test may doubt what the types promise.
    files: ["test/**/*.ts"],
    rules: { "@typescript-eslint/no-empty-function": "off", "@typescript-eslint/no-unnecessary-condition": "off" },
  },
  {
    // Handlers as people write them, over rows without a type.
    files: ["test/harness/handlers/**/*.ts"],
    rules: { "@typescript-eslint/no-unsafe-assignment": "off", "@typescript-eslint/no-unsafe-member-access": "off" },
  },
  {
    // Fixtures are wrong on purpose: what is checked is that they are clean to read.
    files: ["fixtures/**/*.ts"],
    plugins: { "@typescript-eslint": tseslint.plugin },
    languageOptions: { parser: tseslint.parser },
    rules: { "no-var": "error", "prefer-const": "error" },
  },
);
