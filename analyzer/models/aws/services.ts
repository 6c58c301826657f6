import { input, operation } from "./command.js";
import type { CallModel } from "../model.js";

/** Step Functions, Lambda, Scheduler, SES and the other services that act on the world. */
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
];
