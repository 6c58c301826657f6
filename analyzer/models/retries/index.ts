import type { LibraryModel } from "../model.js";
import asyncRetry from "./async-retry.js";
import attempt from "./attempt.js";
import axiosRetry from "./axios-retry.js";
import bottleneck from "./bottleneck.js";
import cockatiel from "./cockatiel.js";
import effect from "./effect.js";
import exponentialBackoff from "./exponential-backoff.js";
import fetchRetry from "./fetch-retry.js";
import idmp from "./idmp.js";
import pRetry from "./p-retry.js";
import promiseRetry from "./promise-retry.js";
import retry from "./retry.js";
import retryAxios from "./retry-axios.js";
import rxjs from "./rxjs.js";
import tsRetryPromise from "./ts-retry-promise.js";
import typescriptRetryDecorator from "./typescript-retry-decorator.js";

/** Functions that run a function again when it fails. */
export const retries: readonly LibraryModel[] = [
  asyncRetry,
  attempt,
  axiosRetry,
  bottleneck,
  cockatiel,
  effect,
  exponentialBackoff,
  fetchRetry,
  idmp,
  pRetry,
  promiseRetry,
  retry,
  retryAxios,
  rxjs,
  tsRetryPromise,
  typescriptRetryDecorator,
];
