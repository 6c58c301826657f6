import type { LibraryModel } from "../model.js";
import awilix from "./awilix.js";
import inversify from "./inversify.js";
import tsyringe from "./tsyringe.js";
import typedi from "./typedi.js";

/** Containers of dependency injection. */
export const containers: readonly LibraryModel[] = [awilix, inversify, tsyringe, typedi];
