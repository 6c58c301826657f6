import { inside, linked } from "../interpreter/libraries/places.js";
import { textOf, type Value } from "../interpreter/values/value.js";
import type { Frame, Machine } from "../interpreter/walk/machine.js";
import type { ParameterModel } from "../models/entry-model.js";
import type { Place } from "../models/place.js";
import type { Candidate } from "./candidate.js";

/** `Fastify({ genReqId: (request) => request.headers["idempotency-key"] })`, `Fastify({ requestIdHeader: "idempotency-key" })`, `app.setGenReqId(make)`. */
export function madeByOption(
  { member, by, header }: NonNullable<ParameterModel["made"]>,
  parameter: Value,
  candidate: Candidate,
  frame: Frame,
  machine: Machine,
): readonly [string, Value] | undefined {
  const { node } = candidate;
  const name = textOf(optionAt(header, candidate));
  if (name !== undefined) {
    const headers = machine.member(parameter, "headers", node, frame);
    return [member, machine.member(headers, name.toLowerCase(), node, frame)];
  }
  const maker = by.map((place) => optionAt(place, candidate)).find((given) => given?.kind === "function");
  return maker?.kind === "function" ? [member, machine.apply(maker, [parameter], node, frame)] : undefined;
}

/** What the application that the handler is registered on was made with, or told later. */
function optionAt({ link = [], argument = 0, property = "" }: Place, { links = [] }: Candidate): Value | undefined {
  const given = linked(link, links).at(-1)?.args[argument];
  return given && inside(given, property);
}
