/** An offer as a form: the fields, how an offer stands in it, how its terms are read from it. Prices are typed as money and read digit by digit. */
import { CURRENCIES_PROPOSED, type NotChargeable } from "../../domain/currency.ts";
import { type OfferTerms, PLACE_KINDS } from "../../domain/agreement/offer.ts";
import type { Money } from "../../domain/money.ts";
import { readTypedMoney, typedMoneyOf } from "../../domain/typed-money.ts";
import {
  BUFFER_MINUTES_MAX,
  DURATION_MINUTES_DEFAULT,
  DURATION_MINUTES_MAX,
  DURATION_MINUTES_MIN,
  NOTICE_MINUTES_MAX,
  OFFER_DESCRIPTION_CHARACTERS_MAX,
  OFFER_POSITION_MAX,
  OFFER_TITLE_CHARACTERS_MAX,
  PLACE_CHARACTERS_MAX,
  PRICE_AMOUNT_MINOR_MAX,
} from "../../limits.ts";
import { displayNames } from "../../messages/formats.ts";
import { say } from "../../messages/say.ts";
import { moneyInWords } from "../../messages/money.ts";
import { type FormState, Input, Select } from "../form.tsx";
import {
  type Difference,
  differencesIn,
  type Field,
  FieldShown,
  labelOf,
  readChoice,
  type Reading,
  readingOf,
  readOptionalLength,
  readOptionalWhole,
  readText,
  readWhole,
  type Typed,
  typedLength,
} from "./fields.tsx";
import { policyDifferences, PolicyRows, readPolicy, typedPolicy } from "./policy.tsx";

const line = { kind: "text", charactersMax: PLACE_CHARACTERS_MAX } as const;
const buffer = { kind: "whole", min: 0, max: BUFFER_MINUTES_MAX, hint: "offer.own.hint" } as const;
const ofCoachOrOwn = { kind: "choice" } as const;

const F = {
  title: { name: "title", label: "offer.title", kind: "text", charactersMax: OFFER_TITLE_CHARACTERS_MAX },
  description: { name: "description", label: "offer.description", kind: "area", charactersMax: OFFER_DESCRIPTION_CHARACTERS_MAX },
  duration: {
    name: "duration",
    label: "offer.duration",
    hint: "offer.duration.hint",
    kind: "whole",
    min: DURATION_MINUTES_MIN,
    max: DURATION_MINUTES_MAX,
  },
  price: { name: "price", label: "offer.price", kind: "text", charactersMax: 20 },
  currency: { name: "currency", label: "offer.currency", kind: "text", charactersMax: 3 },
  place: {
    name: "place",
    label: "offer.place",
    kind: "choice",
    options: PLACE_KINDS.map((kind) => ({ value: kind, label: `offer.place.${kind}` as const })),
  },
  city: { name: "city", label: "offer.city", hint: "offer.city.hint", ...line },
  address: { name: "address", label: "offer.address", hint: "offer.address.hint", ...line },
  link: { name: "link", label: "offer.link", hint: "offer.link.hint", ...line },
  approval: {
    name: "approval",
    label: "offer.approval",
    ...ofCoachOrOwn,
    options: [
      { value: "", label: "offer.approval.coach" },
      { value: "yes", label: "offer.approval.yes" },
      { value: "no", label: "offer.approval.no" },
    ],
  },
  bufferBefore: { name: "buffer_before", label: "settings.buffer_before", ...buffer },
  bufferAfter: { name: "buffer_after", label: "settings.buffer_after", ...buffer },
  notice: {
    name: "notice",
    label: "settings.notice",
    hint: "offer.own.empty",
    kind: "length",
    minutesMin: 0,
    minutesMax: NOTICE_MINUTES_MAX,
  },
  policy: {
    name: "policy",
    label: "offer.policy",
    ...ofCoachOrOwn,
    options: [
      { value: "coach", label: "offer.policy.coach" },
      { value: "own", label: "offer.policy.own" },
    ],
  },
  position: { name: "position", label: "offer.position", hint: "offer.position.hint", kind: "whole", min: 0, max: OFFER_POSITION_MAX },
} as const satisfies Readonly<Record<string, Field>>;

export function OfferFields({ form }: { readonly form: FormState }) {
  const chosen = form.typed[F.currency.name] ?? "";
  const currencies = isCurrency(chosen) && !CURRENCIES_PROPOSED.includes(chosen) ? [chosen, ...CURRENCIES_PROPOSED] : CURRENCIES_PROPOSED;
  return (
    <>
      <FieldShown field={F.title} form={form} />
      <FieldShown field={F.description} form={form} />
      <FieldShown field={F.duration} form={form} />
      <Input
        name={F.price.name}
        label={labelOf(F.price)}
        hint={say("offer.price.hint")}
        form={form}
        inputmode="decimal"
        maxlength={F.price.charactersMax}
      />
      <Select
        name={F.currency.name}
        label={labelOf(F.currency)}
        form={form}
        options={currencies.map((code) => ({ value: code, label: `${code} · ${displayNames({ type: "currency" }).of(code) ?? code}` }))}
      />
      {[F.place, F.city, F.address, F.link].map((field) => (
        <FieldShown field={field} form={form} />
      ))}
      <details class="more" open={[...form.faults.keys()].some(isBehindMore)}>
        <summary>{say("offer.more")}</summary>
        <div class="form">
          {[F.approval, F.notice, F.bufferBefore, F.bufferAfter, F.position, F.policy].map((field) => (
            <FieldShown field={field} form={form} />
          ))}
          <PolicyRows form={form} />
        </div>
      </details>
    </>
  );
}

const IN_SIGHT: ReadonlySet<string> = new Set([
  "",
  ...[F.title, F.description, F.duration, F.price, F.city, F.address, F.link].map(({ name }) => name),
]);

/** A fault must not be folded away. */
function isBehindMore(field: string): boolean {
  return !IN_SIGHT.has(field);
}

function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/u.test(code);
}

/** Of an offer that is being made: an hour by video, for nothing, in the currency that the coach used last. */
export function typedNewOffer(currency: string): Typed {
  return {
    ...Object.fromEntries(Object.values(F).map(({ name }) => [name, ""])),
    duration: String(DURATION_MINUTES_DEFAULT),
    currency,
    place: "video",
    policy: "coach",
  };
}

export function typedOffer(terms: OfferTerms, currency: string): Typed {
  const numbers = { buffer_before: terms.bufferBeforeMinutes, buffer_after: terms.bufferAfterMinutes, position: terms.position };
  return {
    title: terms.title,
    description: terms.description ?? "",
    duration: String(terms.durationMinutes),
    price: terms.price === null ? "" : typedMoneyOf(terms.price),
    currency: terms.price?.currency ?? currency,
    place: terms.place.kind,
    city: terms.place.city ?? "",
    address: terms.place.address ?? "",
    link: terms.place.link ?? "",
    approval: terms.approvalRequired === null ? "" : terms.approvalRequired ? "yes" : "no",
    ...Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, number === null ? "" : String(number)])),
    ...typedLength(F.notice.name, terms.noticeMinutesMin),
    policy: terms.cancellationPolicy === null ? "coach" : "own",
    ...typedPolicy(terms.cancellationPolicy ?? []),
  };
}

/** Without a position where none was typed. */
export function readOffer(reading: Reading): Omit<OfferTerms, "position"> & Partial<Pick<OfferTerms, "position">> {
  const { faults } = reading;
  const title = readText(reading, F.title);
  if (title === "" && !faults.has(F.title.name)) faults.set(F.title.name, say("field.text.missing", { label: labelOf(F.title) }));
  const kind = readChoice(reading, F.place, PLACE_KINDS);
  const link = readLink(reading);
  if (kind === "link" && link === null && !faults.has(F.link.name)) faults.set(F.link.name, say("offer.link.missing"));
  const approval = readChoice(reading, F.approval, ["", "yes", "no"]);
  const isOwnPolicy = readChoice(reading, F.policy, ["coach", "own"]) === "own";
  const position = readOptionalWhole(reading, F.position);
  return {
    title,
    description: orNull(readText(reading, F.description)),
    durationMinutes: readWhole(reading, F.duration),
    price: readPrice(reading),
    approvalRequired: approval === "" ? null : approval === "yes",
    place: { kind, city: orNull(readText(reading, F.city)), address: orNull(readText(reading, F.address)), link },
    bufferBeforeMinutes: readOptionalWhole(reading, F.bufferBefore),
    bufferAfterMinutes: readOptionalWhole(reading, F.bufferAfter),
    noticeMinutesMin: readOptionalLength(reading, F.notice),
    cancellationPolicy: isOwnPolicy ? readPolicy(reading) : null,
    ...(position === null ? {} : { position }),
  };
}

function orNull(text: string): string | null {
  return text === "" ? null : text;
}

function readLink(reading: Reading): string | null {
  const link = orNull(readText(reading, F.link).trim());
  if (link === null || reading.faults.has(F.link.name)) return null;
  const url = URL.parse(link);
  if (url !== null && /^https?:$/u.test(url.protocol)) return link;
  reading.faults.set(F.link.name, say("offer.link.wrong"));
  return null;
}

/** null: free. Nothing typed is free, and so is 0. */
function readPrice({ typed, faults }: Reading): Money | null {
  const [text, currency] = [(typed[F.price.name] ?? "").trim(), typed[F.currency.name] ?? ""];
  if (text === "") return null;
  if (!isCurrency(currency)) {
    faults.set(F.currency.name, say("offer.currency.wrong"));
    return null;
  }
  const read = readTypedMoney(text, currency);
  if (read.ok) return read.value === 0 ? null : { minor: read.value, currency };
  const { problem } = read;
  faults.set(
    F.price.name,
    problem.why === "unreadable"
      ? say("offer.price.unreadable")
      : problem.why === "too_large"
        ? say("offer.price.too_large", { price: moneyInWords({ minor: PRICE_AMOUNT_MINOR_MAX, currency }) })
        : say("offer.price.too_fine", { currency, decimals: problem.decimals }),
  );
  return null;
}

/** The rule of the currency or of the configuration that a price breaks, which only the operation knows. */
export function priceFault(rule: NotChargeable, currency: string): FormState["faults"] {
  const sentence =
    rule.why === "too_small"
      ? say("offer.price.too_small", { price: moneyInWords({ minor: rule.leastMinor, currency }) })
      : say("offer.price.step", { price: moneyInWords({ minor: rule.stepMinor, currency }) });
  return new Map([[F.price.name, sentence]]);
}

export function offerDifferences(typed: Typed, terms: OfferTerms): readonly Difference[] {
  const now = typedOffer(terms, typed[F.currency.name] ?? "");
  const steps =
    typed[F.policy.name] === "own" && terms.cancellationPolicy !== null
      ? policyDifferences(readPolicy(readingOf(typed)), terms.cancellationPolicy)
      : [];
  return [...differencesIn(Object.values(F), typed, now), ...steps];
}
