import type { LibraryModel } from "../model.js";
import { decorated } from "./decorated.js";

/** tsoa: controllers by decorator. */
export default {
  library: "tsoa",
  packages: ["tsoa", "@tsoa/runtime"],
  versions: ">=5",
  docs: "https://tsoa-community.github.io/docs/getting-started.html",
  entries: decorated("Route", {
    Body: "caller",
    Query: "caller",
    Header: "caller",
    Path: "business",
    Request: "caller",
  }),
} satisfies LibraryModel;
