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
  ...operation("CloudFrontClient", "CreateInvalidation", {
    effect: "call",
    risk: "low",
    target: input("DistributionId"),
    key: {
      place: "CallerReference",
      argument: 0,
      property: "InvalidationBatch.CallerReference",
      use: "optional",
    },
  }),
  ...operation("EC2Client", "RunInstances", {
    effect: "call",
    risk: "high",
    target: { text: "instances" },
    key: { place: "ClientToken", argument: 0, property: "ClientToken", use: "required" },
  }),
  ...operation("ECSClient", "RunTask", {
    effect: "call",
    risk: "high",
    target: input("taskDefinition"),
    values: input("overrides"),
    key: { place: "clientToken", argument: 0, property: "clientToken", use: "required" },
  }),
  ...operation("BatchClient", "SubmitJob", {
    effect: "call",
    target: input("jobName"),
    values: input("parameters"),
  }),
  ...operation("CloudFormationClient", "CreateStack", {
    effect: "start",
    target: input("StackName"),
    key: {
      place: "the stack's name",
      argument: 0,
      property: "StackName",
      also: ["ClientRequestToken"],
      use: "required",
    },
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
