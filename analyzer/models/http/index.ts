import type { LibraryModel } from "../model.js";
import axios from "./axios.js";
import fetch from "./fetch.js";
import got from "./got.js";
import ky from "./ky.js";
import nodeHttp from "./node-http.js";
import ofetch from "./ofetch.js";

/** HTTP clients. */
export const http: readonly LibraryModel[] = [axios, fetch, got, ky, nodeHttp, ofetch];
