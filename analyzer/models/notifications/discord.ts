import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

const message = {
  content: true,
  effect: "call",
  risk: "high",
  target: { text: "Discord" },
  values: { argument: 0 },
  key: {
    place: "the nonce with enforceNonce",
    argument: 0,
    property: "nonce",
    use: "required",
    window: 120,
    inert: [
      {
        when: [{ place: { argument: 0, property: "enforceNonce" }, absent: true }],
        why: "Discord compares the nonce only with enforceNonce",
      },
    ],
  },
  returns: "reply",
} as const satisfies Omit<CallModel, "match">;

/** What a message can be sent to, by its type or by how it is asked for. */
const CHANNELS = [
  ...["NewsChannel#", "VoiceChannel#", "TextBasedChannel#", "GuildTextBasedChannel#", "SendableChannels#"],
  ...["Client#channels.fetch()", "Client#channels.cache.get()", "Guild#channels.fetch()", "Message#channel"],
] as const;

/** Discord drops a message whose nonce it saw within a few minutes, when it is told to. */
export default {
  library: "Discord",
  packages: ["discord.js", "@discordjs/rest"],
  versions: ">=14",
  docs: "https://discord.com/developers/docs/resources/message#create-message",
  names: {
    "REST#setToken()": "REST#",
    ...Object.fromEntries(CHANNELS.map((path) => [path, "TextChannel#"] as const)),
    "Client#users.fetch()": "User#",
    "Client#users.cache.get()": "User#",
    "GuildMember#": "User#",
    "Message#author": "User#",
    "Webhook#": "WebhookClient#",
  },
  calls: [
    {
      match: [
        ...["TextChannel#send", "ThreadChannel#send", "DMChannel#send", "User#send", "WebhookClient#send"],
        ...["Message#reply", "ChatInputCommandInteraction#followUp"],
      ],
      ...message,
    },
    // `rest.post(Routes.channelMessages(id), { body: { content } })`
    {
      ...message,
      match: "REST#post",
      when: [{ place: { argument: 0 }, pattern: "channelMessages|/messages$" }],
      values: { argument: 1, property: "body" },
      key: {
        ...message.key,
        argument: 1,
        property: "body.nonce",
        inert: [
          {
            when: [{ place: { argument: 1, property: "body.enforce_nonce" }, absent: true }],
            why: "Discord compares the nonce only with enforce_nonce",
          },
        ],
      },
    },
  ],
  entries: [
    {
      on: "call",
      match: ["Client#on", "Client#once"],
      when: [{ place: { argument: 0 }, pattern: "interactionCreate" }],
      handlers: { argument: 1 },
      kind: "webhook",
      delivery: "retried",
      name: "Discord interaction",
      repeatedBy: "the user does it again when Discord shows that it failed",
      parameters: [
        {
          index: 0,
          kind: "caller",
          members: {
            id: "attempt",
            token: "attempt",
            createdAt: "attempt",
            createdTimestamp: "attempt",
            client: "unknown",
          },
        },
      ],
    },
  ],
} satisfies LibraryModel;
