import type { LibraryModel } from "../model.js";
import aiSdk from "./ai-sdk.js";
import anthropic from "./anthropic.js";
import mcpSdk from "./mcp-sdk.js";
import openai from "./openai.js";

/** Makers of text and images, and what calls tools for them. */
export const ai: readonly LibraryModel[] = [aiSdk, anthropic, mcpSdk, openai];
