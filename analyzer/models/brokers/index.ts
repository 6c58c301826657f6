import type { LibraryModel } from "../model.js";
import amqplib from "./amqplib.js";
import axinomMosaic from "./axinom-mosaic.js";
import azureEventGrid from "./azure-event-grid.js";
import azureEventHubs from "./azure-event-hubs.js";
import azureServiceBus from "./azure-service-bus.js";
import azureStorageQueue from "./azure-storage-queue.js";
import googleCloudTasks from "./google-cloud-tasks.js";
import googlePubSub from "./google-pub-sub.js";
import kafkajs from "./kafkajs.js";
import nats from "./nats.js";
import nestjsRabbitmq from "./nestjs-rabbitmq.js";
import nestjsSqs from "./nestjs-sqs.js";
import pgTransactionalOutbox from "./pg-transactional-outbox.js";
import pulsar from "./pulsar.js";
import qstash from "./qstash.js";
import rabbitmqClient from "./rabbitmq-client.js";
import rascal from "./rascal.js";
import rsdkOutbox from "./rsdk-outbox.js";
import sqsConsumer from "./sqs-consumer.js";

/** Brokers and message queues: what is published and consumed. */
export const brokers: readonly LibraryModel[] = [
  amqplib,
  axinomMosaic,
  azureEventGrid,
  azureEventHubs,
  azureServiceBus,
  azureStorageQueue,
  googleCloudTasks,
  googlePubSub,
  kafkajs,
  nats,
  nestjsRabbitmq,
  nestjsSqs,
  pgTransactionalOutbox,
  pulsar,
  qstash,
  rabbitmqClient,
  rascal,
  rsdkOutbox,
  sqsConsumer,
];
