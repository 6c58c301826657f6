import { ANSWERS, QUESTIONS, type Question } from "../../cli/contract/operation.js";
import { CONTRACT_VERSION } from "../../cli/contract/declared.js";
import type { Document } from "./document.js";

/** The JSON schema of `idemlint-contract.json`. */
export const contractSchema: Document = {
  path: "schemas/contract.schema.json",
  render: () => JSON.stringify(schema, undefined, 2),
};

const questions = Object.entries(QUESTIONS) as [Question, string][];

const schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "What a service promises about repeated requests and messages",
  type: "object",
  required: ["version", "operations"],
  additionalProperties: false,
  properties: {
    version: { const: CONTRACT_VERSION },
    operations: {
      type: "array",
      items: {
        type: "object",
        required: ["name", "answers"],
        additionalProperties: false,
        properties: {
          name: { type: "string", description: "The entry point as Idemlint names it: POST /orders, queue orders." },
          answers: {
            type: "object",
            additionalProperties: false,
            properties: Object.fromEntries(
              questions.map(([question, description]) => [question, { description, ...wordsOf(question) }]),
            ),
          },
        },
      },
    },
  },
};

function wordsOf(question: Question): object {
  const words = { enum: [...ANSWERS[question], "unknown"] };
  return question === "retention" ? { anyOf: [words, { type: "string", pattern: "^\\d+[mhd]$" }] } : words;
}
