import assert from "node:assert/strict";
import fs from "node:fs";
import { fileURLToPath } from "node:url";
import { rules } from "../../rules/index.js";
import { clientCommands, defaultSettings, serverCommands } from "../../server/protocol.js";

interface Property {
  readonly default: unknown;
  readonly scope?: string;
  readonly markdownDescription?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly properties?: Readonly<
    Record<string, { readonly enum: readonly string[]; readonly enumDescriptions?: readonly string[] }>
  >;
}

interface Manifest {
  readonly version: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Property>> };
  };
}

const extension = fileURLToPath(new URL("../../extension/", import.meta.url));
const manifest = JSON.parse(fs.readFileSync(`${extension}package.json`, "utf8")) as Manifest;
const { properties } = manifest.contributes.configuration;

describe("extension manifest", () => {
  it("describes every setting, with its scope and every choice", () => {
    for (const [name, { scope, markdownDescription, enum: choices, enumDescriptions }] of Object.entries(properties)) {
      assert.ok(scope, `${name} has no scope`);
      assert.ok(markdownDescription, `${name} has no description`);
      assert.equal(enumDescriptions?.length, choices?.length, `${name} does not describe each choice`);
      for (const [inner, member] of Object.entries(properties[name]?.properties ?? {}))
        assert.equal(member.enumDescriptions?.length, member.enum.length, `${inner} does not describe each choice`);
    }
  });

  it("lists every rule, and no other", () => {
    assert.deepEqual(
      Object.keys(properties["idemlint.rules"]?.properties ?? {}).sort(),
      rules.map(({ id }) => id).sort(),
    );
  });

  it("has the defaults that the server has", () => {
    const { enable, preset, rules: severities, project, codeLens } = defaultSettings;
    assert.deepEqual(
      ["enable", "preset", "rules", "project", "codeLens.enable"].map(
        (name) => properties[`idemlint.${name}`]?.default,
      ),
      [enable, preset, severities, project, codeLens.enable],
    );
  });

  it("starts for TypeScript and JavaScript files only", () => {
    for (const event of manifest.activationEvents) assert.match(event, /^onLanguage:(type|java)script(react)?$/);
  });

  it("registers every command that it offers, and that the server's actions name", () => {
    const source = fs
      .readdirSync(extension, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.includes("node_modules"))
      .map((name) => fs.readFileSync(extension + name, "utf8"))
      .join("\n");
    const named: readonly string[] = Object.values(clientCommands);
    for (const [key, command] of Object.entries(clientCommands)) {
      assert.ok(source.includes(`clientCommands.${key}`), `${command} is not registered`);
    }
    for (const { command } of manifest.contributes.commands) {
      assert.ok(named.includes(command) || source.includes(`"${command}"`), `${command} is not registered`);
    }
    for (const command of Object.values(serverCommands)) assert.match(command, /^idemlint\./);
  });

  it("has the version of the package", () => {
    const root = JSON.parse(fs.readFileSync(`${extension}../package.json`, "utf8")) as { version: string };
    assert.equal(manifest.version, root.version);
  });
});
