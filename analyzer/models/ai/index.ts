import type { LibraryModel } from "../model.js";
import anthropic from "./anthropic.js";
import openai from "./openai.js";

/** Makers of text and images. */
export const ai: readonly LibraryModel[] = [anthropic, openai];
