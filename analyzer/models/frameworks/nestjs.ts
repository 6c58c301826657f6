import type { EntryModel } from "../entry-model.js";
import type { LibraryModel } from "../model.js";

const fromRequest = {
  Body: "caller",
  Query: "caller",
  Headers: "caller",
  Param: "business",
  Req: "caller",
  Request: "caller",
  UploadedFile: "caller",
  UploadedFiles: "caller",
  RawBody: "caller",
  Session: "caller",
  Ip: "caller",
} as const;
const repeatedBy = "the client sends the request again when it gets no reply";
function http(decorator: string): EntryModel {
  return {
    on: "decorator",
    decorator,
    classDecorator: "Controller",
    kind: "http",
    delivery: "retried",
    name: `${decorator.toUpperCase()} {0}`,
    repeatedBy,
    parameterDecorators: fromRequest,
  };
}

/** NestJS: HTTP controllers, and the injection that its services come through. */
export default {
  library: "NestJS",
  packages: ["@nestjs/common", "@nestjs/core"],
  versions: ">=9",
  docs: "https://docs.nestjs.com/controllers",
  names: {
    "NestFactory.create()": "INestApplication#",
    "NestFactory.createApplicationContext()": "INestApplication#",
    "NestFactory.createMicroservice()": "INestApplication#",
    "INestApplicationContext#": "INestApplication#",
    "INestMicroservice#": "INestApplication#",
    "NestExpressApplication#": "INestApplication#",
  },
  containers: [
    {
      resolve: ["INestApplication#", "INestApplication#select().", "ModuleRef#"].flatMap((path) =>
        ["get", "resolve", "create"].map((method) => `${path}${method}`),
      ),
      bindings: [],
    },
  ],
  composers: ["applyDecorators"],
  mounts: [{ match: "INestApplication#setGlobalPrefix", prefix: { argument: 0 }, everywhere: true }],
  entries: [
    ...["Post", "Put", "Patch", "Delete", "All"].map(http),
    { ...http("Get"), safe: true },
    { ...http("Head"), safe: true },
    { ...http("Search"), safe: true },
  ],
} satisfies LibraryModel;
