import type { EntryModel, LibraryModel } from "./model.js";

const repeatedBy = "the client sends the request again when it gets no reply";
const http = { kind: "http", delivery: "retried", repeatedBy } as const;
const changing = ["Post", "Put", "Patch", "Delete"] as const;

function decorated(
  classDecorator: string,
  parameterDecorators: Record<string, "caller" | "business">,
): readonly EntryModel[] {
  const common = { on: "decorator", classDecorator, parameterDecorators, ...http } as const;
  return [
    ...changing.map((decorator): EntryModel => ({ ...common, decorator, name: `${decorator.toUpperCase()} {0}` })),
    { ...common, decorator: "Get", name: "GET {0}", safe: true },
  ];
}

/** HTTP and GraphQL frameworks beside Express, Fastify, Nest, Next, Hono, Koa and tRPC. */
export default [
  {
    library: "hapi",
    packages: ["@hapi/hapi"],
    versions: ">=20",
    docs: "https://hapi.dev/api/#-serverrouteroute",
    names: { default: "", "server()": "Server#" },
    entries: [
      {
        on: "call",
        match: "Server#route",
        when: [{ place: { argument: 0, property: "method" }, equals: "GET" }],
        handlers: { argument: 0, property: "handler" },
        name: "GET {0.path}",
        parameters: [{ index: 0, kind: "caller", members: { params: "business", "info.id": "attempt" } }],
        safe: true,
        ...http,
      },
      {
        on: "call",
        match: "Server#route",
        handlers: { argument: 0, property: "handler" },
        name: "{0.method} {0.path}",
        parameters: [{ index: 0, kind: "caller", members: { params: "business", "info.id": "attempt" } }],
        identities: [{ what: "the Idempotency-Key header", expression: '{0}.headers["idempotency-key"]' }],
        ...http,
      },
    ],
  },
  {
    library: "h3",
    packages: ["h3", "nitro", "nitropack", "nitropack/runtime", "#imports"],
    globals: ["defineEventHandler", "eventHandler"],
    versions: ">=1",
    docs: "https://nitro.build/guide/routing",
    wrappers: [
      {
        match: ["defineEventHandler", "eventHandler", "defineHandler"],
        kind: "invoke",
        callback: { argument: 0 },
        returnsFunction: true,
        what: "h3 calls the handler for every request",
      },
    ],
    entries: [
      {
        on: "export",
        files: "**/{api,routes}/**/*.{post,put,patch,delete}.{ts,js,mjs}",
        exports: ["default"],
        name: "{route}",
        parameters: [{ index: 0, kind: "caller", members: { "context.params": "business" } }],
        ...http,
      },
    ],
  },
  {
    library: "Remix",
    packages: ["@remix-run/node", "@remix-run/cloudflare", "@remix-run/server-runtime", "react-router"],
    versions: ">=2",
    docs: "https://reactrouter.com/start/framework/actions",
    entries: [
      {
        on: "export",
        files: "**/app/routes/**/*.{ts,tsx,js,jsx}",
        exports: ["action"],
        name: "action {route}",
        parameters: [{ index: 0, kind: "caller", members: { params: "business", context: "unknown" } }],
        identities: [{ what: "the Idempotency-Key header", expression: '{0}.request.headers.get("idempotency-key")' }],
        ...http,
      },
    ],
  },
  {
    library: "SvelteKit",
    packages: ["@sveltejs/kit"],
    versions: ">=2",
    docs: "https://svelte.dev/docs/kit/routing#server",
    entries: [
      {
        on: "export",
        files: "**/+server.{ts,js}",
        exports: ["POST", "PUT", "PATCH", "DELETE"],
        name: "{member} {route}",
        parameters: [
          { index: 0, kind: "caller", members: { params: "business", locals: "unknown", platform: "unknown" } },
        ],
        identities: [{ what: "the Idempotency-Key header", expression: '{0}.request.headers.get("idempotency-key")' }],
        ...http,
      },
      {
        on: "export",
        files: "**/+page.server.{ts,js}",
        exports: ["actions"],
        name: "action {route}",
        parameters: [
          { index: 0, kind: "caller", members: { params: "business", locals: "unknown", platform: "unknown" } },
        ],
        ...http,
      },
    ],
  },
  {
    library: "Elysia",
    packages: ["elysia"],
    versions: ">=1",
    docs: "https://elysiajs.com/essential/route",
    names: { default: "Elysia", "Elysia#*()": "Elysia#" },
    entries: [
      {
        on: "call",
        match: ["post", "put", "patch", "delete", "all"].map((method) => `Elysia#${method}`),
        handlers: { argument: 1 },
        name: "{member} {0}",
        parameters: [{ index: 0, kind: "caller", members: { params: "business", set: "unknown", store: "unknown" } }],
        identities: [{ what: "the Idempotency-Key header", expression: '{0}.headers["idempotency-key"]' }],
        ...http,
      },
      {
        on: "call",
        match: "Elysia#get",
        handlers: { argument: 1 },
        name: "{member} {0}",
        parameters: [{ index: 0, kind: "caller", members: { params: "business" } }],
        safe: true,
        ...http,
      },
    ],
  },
  {
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
  },
  {
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
  },
  ...[
    {
      library: "TypeGraphQL",
      packages: ["type-graphql"],
      docs: "https://typegraphql.com/docs/resolvers.html",
      argument: "Arg",
    },
    {
      library: "NestJS GraphQL",
      packages: ["@nestjs/graphql"],
      docs: "https://docs.nestjs.com/graphql/mutations",
      argument: "Args",
    },
  ].map(({ library, packages, docs, argument }): LibraryModel => ({
    library,
    packages,
    versions: "*",
    docs,
    entries: [
      {
        on: "decorator",
        decorator: "Mutation",
        classDecorator: "Resolver",
        kind: "graphql",
        delivery: "retried",
        name: "mutation {name}",
        repeatedBy: "the client sends the mutation again when it gets no reply",
        parameterDecorators: { [argument]: "caller" },
      },
    ],
  })),
] satisfies readonly LibraryModel[];
