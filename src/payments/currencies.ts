/**
 * Amounts at Stripe's edge, the only place that knows its units: everywhere else an amount is in ISO 4217 minor units. Stripe counts
 * ISK and UGX in hundredths, which people do not have, and MGA in whole ariary. Its currencies are in lower case.
 */
const STRIPE_UNITS_PER_MINOR: Readonly<Record<string, number>> = { ISK: 100, UGX: 100, MGA: 1 / 100 };

interface StripeAmount {
  readonly amount: number;
  /** Lower case. */
  readonly currency: string;
}

interface MinorAmount {
  readonly amountMinor: number;
  /** Upper case. */
  readonly currency: string;
}

export function toStripe({ amountMinor, currency }: MinorAmount): StripeAmount {
  return { amount: Math.round(amountMinor * (STRIPE_UNITS_PER_MINOR[currency] ?? 1)), currency: currency.toLowerCase() };
}

export function fromStripe({ amount, currency: lower }: StripeAmount): MinorAmount {
  const currency = lower.toUpperCase();
  return { amountMinor: Math.round(amount / (STRIPE_UNITS_PER_MINOR[currency] ?? 1)), currency };
}
