import type { LibraryModel } from "../model.js";
import adyen from "./adyen.js";
import braintree from "./braintree.js";
import checkoutCom from "./checkout-com.js";
import coinbaseCommerce from "./coinbase-commerce.js";
import coinbaseWallets from "./coinbase-wallets.js";
import coinbase from "./coinbase.js";
import dodoPayments from "./dodo-payments.js";
import gocardless from "./gocardless.js";
import lemonSqueezy from "./lemon-squeezy.js";
import mercadoPago from "./mercado-pago.js";
import mollie from "./mollie.js";
import paddle from "./paddle.js";
import paypal from "./paypal.js";
import plaid from "./plaid.js";
import polar from "./polar.js";
import razorpay from "./razorpay.js";
import shopify from "./shopify.js";
import squareLegacy from "./square-legacy.js";
import square from "./square.js";
import stripe from "./stripe.js";

/** Payment providers. */
export const payments: readonly LibraryModel[] = [
  adyen,
  braintree,
  checkoutCom,
  coinbase,
  coinbaseCommerce,
  coinbaseWallets,
  dodoPayments,
  gocardless,
  lemonSqueezy,
  mercadoPago,
  mollie,
  paddle,
  paypal,
  plaid,
  polar,
  razorpay,
  shopify,
  square,
  squareLegacy,
  stripe,
];
