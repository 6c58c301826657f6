import type { LibraryModel } from "../model.js";
import knock from "./knock.js";
import mailgun from "./mailgun.js";
import nodemailer from "./nodemailer.js";
import novu from "./novu.js";
import postmark from "./postmark.js";
import resend from "./resend.js";
import sendgrid from "./sendgrid.js";
import slack from "./slack.js";
import twilio from "./twilio.js";

/** Mail, text messages, chat and push. */
export const notifications: readonly LibraryModel[] = [
  knock,
  mailgun,
  nodemailer,
  novu,
  postmark,
  resend,
  sendgrid,
  slack,
  twilio,
];
