import type { LibraryModel } from "../model.js";
import amqplib from "./amqplib.js";
import azureServiceBus from "./azure-service-bus.js";
import googleCloudTasks from "./google-cloud-tasks.js";
import googlePubSub from "./google-pub-sub.js";
import kafkajs from "./kafkajs.js";
import nats from "./nats.js";
import nestjsRabbitmq from "./nestjs-rabbitmq.js";
import nestjsSqs from "./nestjs-sqs.js";
import qstash from "./qstash.js";
import sqsConsumer from "./sqs-consumer.js";

/** Brokers and message queues: what is published and consumed. */
export const brokers: readonly LibraryModel[] = [
  amqplib,
  azureServiceBus,
  googleCloudTasks,
  googlePubSub,
  kafkajs,
  nats,
  nestjsRabbitmq,
  nestjsSqs,
  qstash,
  sqsConsumer,
];
