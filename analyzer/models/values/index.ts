import type { LibraryModel } from "../model.js";
import bson from "./bson.js";
import cuid from "./cuid.js";
import cuid2 from "./cuid2.js";
import dayJs from "./day-js.js";
import javascriptRuntime from "./javascript-runtime.js";
import ksuid from "./ksuid.js";
import luxon from "./luxon.js";
import moment from "./moment.js";
import nanoid from "./nanoid.js";
import nestjsCls from "./nestjs-cls.js";
import nodeCrypto from "./node-crypto.js";
import nodeOs from "./node-os.js";
import nodejsSnowflake from "./nodejs-snowflake.js";
import opentelemetry from "./opentelemetry.js";
import pureRand from "./pure-rand.js";
import react from "./react.js";
import sapphireSnowflake from "./sapphire-snowflake.js";
import shortUuid from "./short-uuid.js";
import sst from "./sst.js";
import tsPattern from "./ts-pattern.js";
import ulid from "./ulid.js";
import uuid from "./uuid.js";
import xidJs from "./xid-js.js";

/** Where values come from that are new on every run. */
export const values: readonly LibraryModel[] = [
  bson,
  cuid,
  cuid2,
  dayJs,
  javascriptRuntime,
  ksuid,
  luxon,
  moment,
  nanoid,
  nestjsCls,
  nodeCrypto,
  nodejsSnowflake,
  nodeOs,
  opentelemetry,
  pureRand,
  react,
  sapphireSnowflake,
  shortUuid,
  sst,
  tsPattern,
  ulid,
  uuid,
  xidJs,
];
