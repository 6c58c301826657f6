import { input, operation } from "./command.js";
import type { CallModel } from "../call-model.js";
import type { KeyModel } from "../key-model.js";

const mail = { effect: "call", risk: "high", target: { text: "mail" } } as const;

/** Step Functions, Lambda, Scheduler, SES and the other services that act on the world. */
export const serviceCalls: readonly CallModel[] = [
  ...operation("SFNClient", "StartExecution", {
    effect: "start",
    target: input("stateMachineArn"),
    values: input("input"),
    key: token("name", "the execution's name"),
  }),
  // Express workflows alone run so, and they run again under the same name.
  ...operation("SFNClient", "StartSyncExecution", {
    effect: "call",
    target: input("stateMachineArn"),
    values: input("input"),
  }),
  ...operation("LambdaClient", "Invoke", {
    effect: "call",
    target: input("FunctionName"),
    values: input("Payload"),
    key: { ...token("DurableExecutionName"), use: "optional" },
  }),
  ...operation("SchedulerClient", "CreateSchedule", {
    effect: "start",
    target: input("Name"),
    key: { ...token("Name", "the schedule's Name"), also: ["ClientToken"] },
  }),
  ...operation("CloudFrontClient", "CreateInvalidation", {
    effect: "call",
    risk: "low",
    target: input("DistributionId"),
    key: { ...token("InvalidationBatch.CallerReference", "CallerReference"), use: "optional" },
  }),
  ...operation("EC2Client", "RunInstances", {
    effect: "call",
    risk: "high",
    target: { text: "instances" },
    key: token("ClientToken"),
  }),
  ...operation("ECSClient", "RunTask", {
    effect: "call",
    risk: "high",
    target: input("taskDefinition"),
    values: input("overrides"),
    key: token("clientToken"),
  }),
  ...operation("BatchClient", "SubmitJob", {
    effect: "call",
    target: input("jobName"),
    values: input("parameters"),
  }),
  ...operation("CloudFormationClient", "CreateStack", {
    effect: "start",
    target: input("StackName"),
    key: { ...token("StackName", "the stack's name"), also: ["ClientRequestToken"] },
  }),
  ...operation("SESv2Client", "SendEmail", { ...mail, values: input("Content") }),
  ...operation("SESv2Client", "SendBulkEmail", mail),
  ...operation("SESClient", "SendEmail", { ...mail, values: input("Message") }),
  ...operation("SESClient", "SendRawEmail", mail),
  ...operation("SESClient", "SendTemplatedEmail", mail),
  ...operation("SESClient", "SendBulkTemplatedEmail", mail),
];

/** A property of the input by which the service knows a second request. */
function token(property: string, place = property): KeyModel {
  return { place, argument: 0, property, use: "required" };
}
