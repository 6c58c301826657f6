import { input, operation } from "./command.js";
import type { CallModel } from "../model.js";

/** Step Functions, Lambda, Scheduler, SES, S3 and the other services that act on the world. */
export const serviceCalls: readonly CallModel[] = [
  ...operation("SFNClient", "StartExecution", {
    effect: "start",
    target: input("stateMachineArn"),
    values: input("input"),
    key: { place: "the execution's name", argument: 0, property: "name", use: "required" },
  }),
  ...operation("LambdaClient", "Invoke", {
    effect: "call",
    target: input("FunctionName"),
    values: input("Payload"),
    key: { place: "DurableExecutionName", argument: 0, property: "DurableExecutionName", use: "optional" },
  }),
  ...operation("SchedulerClient", "CreateSchedule", {
    effect: "start",
    target: input("Name"),
    key: { place: "the schedule's Name", argument: 0, property: "Name", also: ["ClientToken"], use: "required" },
  }),
  ...operation("SESv2Client", "SendEmail", {
    effect: "call",
    risk: "high",
    target: { text: "mail" },
    values: input("Content"),
  }),
  ...operation("SESv2Client", "SendBulkEmail", { effect: "call", risk: "high", target: { text: "mail" } }),
  ...operation("SESClient", "SendEmail", {
    effect: "call",
    risk: "high",
    target: { text: "mail" },
    values: input("Message"),
  }),
  ...operation("SESClient", "SendRawEmail", { effect: "call", risk: "high", target: { text: "mail" } }),
  ...operation("SESClient", "SendTemplatedEmail", { effect: "call", risk: "high", target: { text: "mail" } }),
  ...operation("S3Client", "PutObject", {
    when: [{ place: input("IfNoneMatch") }],
    effect: "insert",
    risk: "low",
    target: input("Bucket"),
    values: input("Key"),
    conditional: true,
  }),
  ...operation("S3Client", "PutObject", {
    effect: "update",
    risk: "low",
    target: input("Bucket"),
    where: input("Key"),
  }),
  {
    match: "Upload#done",
    when: [{ place: uploaded("IfNoneMatch") }],
    effect: "insert",
    risk: "low",
    target: uploaded("Bucket"),
    values: uploaded("Key"),
    conditional: true,
  },
  { match: "Upload#done", effect: "update", risk: "low", target: uploaded("Bucket"), where: uploaded("Key") },
  ...operation("S3Client", "CopyObject", {
    effect: "update",
    risk: "low",
    target: input("Bucket"),
    where: input("Key"),
  }),
  ...operation("S3Client", "DeleteObject", {
    effect: "delete",
    risk: "low",
    target: input("Bucket"),
    where: input("Key"),
  }),
  ...operation("S3Client", "DeleteObjects", { effect: "delete", risk: "low", target: input("Bucket") }),
  ...operation("S3Client", "GetObject", {
    effect: "read",
    target: input("Bucket"),
    where: input("Key"),
    returns: "reply",
  }),
  ...operation("S3Client", "HeadObject", {
    effect: "read",
    target: input("Bucket"),
    where: input("Key"),
    returns: "reply",
  }),
];

/** A parameter that `new Upload({ params })` was made with. */
function uploaded(name: string) {
  return { link: "new", argument: 0, property: `params.${name}` } as const;
}
