import type { LibraryModel } from "../model.js";
import brevo from "./brevo.js";
import discord from "./discord.js";
import firebaseMessaging from "./firebase-messaging.js";
import knock from "./knock.js";
import mailgun from "./mailgun.js";
import nodemailer from "./nodemailer.js";
import novuNode from "./novu-node.js";
import novu from "./novu.js";
import onesignal from "./onesignal.js";
import postmark from "./postmark.js";
import resend from "./resend.js";
import sendgrid from "./sendgrid.js";
import slack from "./slack.js";
import twilio from "./twilio.js";
import webPush from "./web-push.js";

/** Mail, text messages, chat and push. */
export const notifications: readonly LibraryModel[] = [
  brevo,
  discord,
  firebaseMessaging,
  knock,
  mailgun,
  nodemailer,
  novu,
  novuNode,
  onesignal,
  postmark,
  resend,
  sendgrid,
  slack,
  twilio,
  webPush,
];
