import type { LibraryModel } from "../model.js";
import apolloClient from "./apollo-client.js";
import axios from "./axios.js";
import fetch from "./fetch.js";
import got from "./got.js";
import graphqlRequest from "./graphql-request.js";
import ky from "./ky.js";
import needle from "./needle.js";
import nodeHttp from "./node-http.js";
import ofetch from "./ofetch.js";
import superagent from "./superagent.js";
import undici from "./undici.js";
import urql from "./urql.js";
import wretch from "./wretch.js";

/** HTTP and GraphQL clients. */
export const http: readonly LibraryModel[] = [
  apolloClient,
  axios,
  fetch,
  got,
  graphqlRequest,
  ky,
  needle,
  nodeHttp,
  ofetch,
  superagent,
  undici,
  urql,
  wretch,
];
