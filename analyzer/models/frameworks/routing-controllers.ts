import type { LibraryModel } from "../model.js";
import { decorated } from "./decorated.js";

/** routing-controllers: controllers by decorator. */
export default {
  library: "routing-controllers",
  packages: ["routing-controllers"],
  versions: ">=0.9",
  docs: "https://github.com/typestack/routing-controllers",
  entries: ["JsonController", "Controller"].flatMap((controller) =>
    decorated(controller, {
      Body: "caller",
      QueryParams: "caller",
      HeaderParam: "caller",
      Param: "business",
      Req: "caller",
    }),
  ),
} satisfies LibraryModel;
