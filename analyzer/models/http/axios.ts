import { headerKeyAt } from "./header-key.js";
import type { LibraryModel } from "../model.js";

const url = { argument: 0 } as const;
const config = { url: { argument: 0, property: "url" }, method: { argument: 0, property: "method" } } as const;

const inBody = ["headers.Idempotency-Key", "headers.X-Idempotency-Key"].map((property) => ({
  argument: 1,
  property,
  why: "axios sends its second argument as the body, the configuration is the third",
}));

/** axios and its Nest module: the body is the second argument, the configuration the third. */
export default {
  library: "axios",
  packages: ["axios", "@nestjs/axios"],
  versions: ">=0.21",
  docs: "https://axios-http.com/docs/req_config",
  names: {
    default: "Axios#",
    "": "Axios#",
    axios: "Axios#",
    "Axios#default": "Axios#",
    "Axios#create()": "Axios#",
    "create()": "Axios#",
    "AxiosInstance#": "Axios#",
    "AxiosStatic#": "Axios#",
    "HttpService#": "Axios#",
    "Axios#axiosRef": "Axios#",
  },
  requestHooks: [{ match: "Axios#interceptors.request.use", place: { argument: 0 } }],
  calls: [
    ...["post", "put", "patch"].map(
      (method) =>
        ({
          match: [`Axios#${method}`, `Axios#${method}Form`],
          effect: "http",
          method: method.toUpperCase(),
          url,
          values: { argument: 1 },
          key: { ...headerKeyAt(2), misplaced: inBody },
          returns: "reply",
        }) as const,
    ),
    {
      match: "Axios#delete",
      effect: "http",
      method: "DELETE",
      url,
      key: headerKeyAt(1),
      returns: "reply",
    },
    { match: ["Axios#get", "Axios#head", "Axios#options"], effect: "http", method: "GET", url, returns: "reply" },
    {
      match: "Axios#",
      when: [{ place: { argument: 0, property: "url" } }],
      effect: "http",
      ...config,
      values: { argument: 0, property: "data" },
      key: headerKeyAt(0),
      returns: "reply",
    },
    {
      match: "Axios#",
      effect: "http",
      method: { argument: 1, property: "method" },
      url,
      values: { argument: 1, property: "data" },
      key: headerKeyAt(1),
      returns: "reply",
    },
    {
      match: "Axios#request",
      effect: "http",
      ...config,
      values: { argument: 0, property: "data" },
      key: headerKeyAt(0),
      returns: "reply",
    },
  ],
} satisfies LibraryModel;
