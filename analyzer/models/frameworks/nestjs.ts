import { perRequestHeaders, renewedHeaders } from "./http-parameters.js";
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
/** `req.id` is what pino-http, express-request-id or Fastify made of this request alone. */
const request = { id: "attempt", ...perRequestHeaders } as const;
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
    parameterMembers: { Req: request, Request: request, Headers: renewedHeaders },
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
    // `@RequestMapping({ path, method: RequestMethod.POST })`, a GET where no method is named.
    { ...http("RequestMapping"), name: "{0.method} {0.path}" },
    { ...http("Get"), safe: true },
    { ...http("Head"), safe: true },
    { ...http("Search"), safe: true },
  ],
} satisfies LibraryModel;
