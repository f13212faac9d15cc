/**
 * Values for requests, from the schemas of the document by fast-check: fitting ones, and hostile ones. A string of the document often
 * means more than its schema says (a zone, a time of day, a rule), so its name decides first. Every value follows from one seed.
 */
import fc from "fast-check";
import type { Contract, Schema } from "./contract.ts";

const OPTIONAL_OF_TEN = 3;
const LIST_MAX = 3;
const TEXT_MAX = 60;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A choice that follows from the seed of one request. */
export interface Chance {
  readonly seed: number;
  readonly under: (limit: number) => number;
  readonly pick: <Item>(items: readonly Item[]) => Item | undefined;
  /** So many times in ten. */
  readonly often: (ofTen: number) => boolean;
  readonly of: <Value>(arbitrary: fc.Arbitrary<Value>) => Value;
}

export function chanceFrom(seed: number, random: () => number): Chance {
  const under = (limit: number): number => Math.floor(random() * limit);
  return {
    seed,
    under,
    pick: (items) => items[under(items.length)],
    often: (ofTen) => random() * 10 < ofTen,
    of: <Value>(arbitrary: fc.Arbitrary<Value>): Value => fc.sample(arbitrary, { seed: under(2 ** 31), numRuns: 1 })[0] as Value,
  };
}

export function dayAhead(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
}

const words = (min: number, max: number): fc.Arbitrary<string> =>
  fc
    .string({ unit: "grapheme", minLength: min, maxLength: Math.min(max, TEXT_MAX) })
    .map((text) => `w${text}`.slice(0, max).toWellFormed());

const hours = fc
  .tuple(fc.integer({ min: 0, max: 22 }), fc.integer({ min: 1, max: 10 }), fc.constantFrom("00", "15", "30"))
  .map(([from, length, minutes]) => ({
    start: `${String(from).padStart(2, "0")}:${minutes}`,
    end: from + length >= 24 ? "24:00" : `${String(from + length).padStart(2, "0")}:${minutes}`,
  }));
const date = fc.integer({ min: 1, max: 90 }).map(dayAhead);
const zone = fc.constantFrom("Europe/Lisbon", "Etc/UTC", "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia");

/** Fields whose meaning is narrower than their schema. */
const BY_NAME: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  time_zone: zone,
  timezone: zone,
  client_time_zone: zone,
  weekly: fc.uniqueArray(
    fc.tuple(fc.integer({ min: 0, max: 6 }), hours).map(([weekday, window]) => ({ weekday, ...window })),
    { maxLength: 7, selector: ({ weekday }) => weekday },
  ),
  recurrences: fc.array(
    fc
      .tuple(
        fc.constantFrom("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=WEEKLY;INTERVAL=2;COUNT=9"),
        date,
        hours,
      )
      .map(([rrule, dtstart, window]) => ({ rrule, dtstart, ...window })),
    { maxLength: LIST_MAX },
  ),
  overrides: fc.array(
    fc.tuple(date, fc.array(hours, { maxLength: 1 })).map(([on, intervals]) => ({ date: on, intervals })),
    { maxLength: LIST_MAX },
  ),
  cancellation_policy: fc.constantFrom(
    [],
    [{ before_minutes: 1440, refund_percent: 50 }],
    [
      { before_minutes: 2880, refund_percent: 100 },
      { before_minutes: 0, refund_percent: 20 },
    ],
  ),
  place: fc.constantFrom(
    { kind: "video" },
    { kind: "phone" },
    { kind: "in_person", city: "Porto", address: "Rua das Flores 1" },
    {
      kind: "link",
      link: "https://meet.example.org/room",
    },
  ),
  price: fc.oneof(
    fc.constant(null),
    fc.integer({ min: 100, max: 20_000 }).map((amount) => ({ amount_minor: amount, currency: "EUR" })),
  ),
  reminder_minutes: fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { maxLength: LIST_MAX }),
  buffer_before_minutes: fc.constantFrom(0, 5, 15),
  buffer_after_minutes: fc.constantFrom(0, 5, 15),
};

/** A value that fits the schema; of optional fields some. */
export function fitting(contract: Contract, chance: Chance, given: Schema, name = ""): unknown {
  const named = BY_NAME[name];
  if (named !== undefined) return chance.of(named);
  const schema = contract.resolve(given);
  if (schema.enum !== undefined) return chance.pick(schema.enum);
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? ["string"]);
  const type = chance.pick(types) ?? "string";
  switch (type) {
    case "null":
      return null;
    case "boolean":
      return chance.often(5);
    case "integer":
    case "number":
      return chance.of(fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 1000, 2 ** 31 - 1) }));
    case "array":
      return Array.from({ length: chance.under(Math.min(schema.maxItems ?? LIST_MAX, LIST_MAX) + 1) }, () =>
        fitting(contract, chance, schema.items ?? {}),
      );
    case "object":
      return fittingObject(contract, chance, schema);
    default:
      return fittingText(chance, schema);
  }
}

function fittingObject(contract: Contract, chance: Chance, { properties = {}, required = [] }: Schema): Record<string, unknown> {
  const chosen = Object.entries(properties).filter(([name, { deprecated }]) => {
    if (deprecated === true) return false;
    return required.includes(name) || chance.often(OPTIONAL_OF_TEN);
  });
  return Object.fromEntries(chosen.map(([name, schema]) => [name, fitting(contract, chance, schema, name)]));
}

function fittingText(chance: Chance, { format, pattern, minLength = 0, maxLength = TEXT_MAX }: Schema): unknown {
  if (format === "uuid") return chance.of(fc.uuid());
  if (format === "date") return chance.of(date);
  if (format === "date-time") return `${chance.of(date)}T${String(chance.under(24)).padStart(2, "0")}:00:00Z`;
  if (format === "uri") return "https://example.org/a";
  if (pattern !== undefined) return chance.of(fc.stringMatching(new RegExp(pattern, "u")));
  return chance.of(words(minLength, maxLength));
}

const HOSTILE_TEXTS = [
  "",
  " ",
  "null",
  "undefined",
  "true",
  "[]",
  "{}",
  "-1",
  "0",
  "1e999",
  "NaN",
  "9007199254740993",
  "0x10",
  "1.5",
  "٣",
  "2026-02-30",
  "0000-01-01",
  "2099-12-31T23:59:59.999Z",
  "+275760-09-13T00:00:00Z",
  "2026-12-01T10:00:00",
  "2027-03-28T01:30:00+14:00",
  "24:00",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\u202e",
  "\ufeff",
  "🏳️‍🌈",
  "ﷺ".repeat(20),
  "a\r\nSet-Cookie: x=y",
  "%",
  "%00",
  "%zz",
  "../../admin",
  "..;/",
  "*",
  "\\",
  "' OR 1=1 --",
  '"',
  "<script>alert(1)</script>",
  "https://evil.example/",
  "javascript:alert(1)",
  "data:,x",
  "//evil.example",
  "mailto:a@b",
  "Etc/Nowhere",
  "UTC+25",
  "FREQ=SECONDLY",
  "FREQ=DAILY;COUNT=99999999",
  "__proto__",
  "constructor",
  "toString",
  "x".repeat(3000),
  "é".repeat(1000),
  "00000000-0000-0000-0000-000000000000",
  "ffffffff-ffff-ffff-ffff-ffffffffffff",
  "00000000-0000-4000-8000-000000000000",
];

/** Of any type, for a place in JSON. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom<unknown>(...HOSTILE_TEXTS) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e300, 2 ** 53, -(2 ** 53), 2 ** 31, [], {}, [[]], [null]),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  { weight: 1, arbitrary: fc.integer() },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

/** For a place that holds text: a query, a path, a header. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  { weight: 1, arbitrary: fc.integer().map(String) },
);
