import { input, operation } from "./command.js";
import type { CallModel } from "../call-model.js";
import type { LibraryModel } from "../model.js";

/** S3's calls: a put replaces the object under its key, unless `IfNoneMatch` says that there may be none. */
export const s3Calls: readonly CallModel[] = [
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
  ...operation("S3Client", "CopyObject", {
    effect: "update",
    risk: "low",
    target: input("Bucket"),
    where: input("Key"),
  }),
  // A second one finds no source any more, and changes nothing.
  ...operation("S3Client", "RenameObject", {
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

/** S3 and the uploads of several parts. */
export default {
  library: "S3",
  packages: ["@aws-sdk/client-s3", "@aws-sdk/lib-storage"],
  versions: ">=3",
  docs: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html",
  names: { default: "", "S3#": "S3Client#" },
  calls: [
    ...s3Calls,
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
  ],
  conflicts: [
    { property: "name", equals: "PreconditionFailed" },
    { property: "name", equals: "ConditionalRequestConflict" },
    { property: "$metadata.httpStatusCode", equals: 412 },
  ],
} satisfies LibraryModel;

/** A parameter that `new Upload({ params })` was made with. */
function uploaded(name: string) {
  return { link: "new", argument: 0, property: `params.${name}` } as const;
}
