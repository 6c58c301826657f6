import type { LibraryModel } from "../model.js";
import adyen from "./adyen.js";
import braintree from "./braintree.js";
import checkoutCom from "./checkout-com.js";
import gocardless from "./gocardless.js";
import mollie from "./mollie.js";
import paypal from "./paypal.js";
import plaid from "./plaid.js";
import square from "./square.js";
import stripe from "./stripe.js";

/** Payment providers. */
export const payments: readonly LibraryModel[] = [
  adyen,
  braintree,
  checkoutCom,
  gocardless,
  mollie,
  paypal,
  plaid,
  square,
  stripe,
];
