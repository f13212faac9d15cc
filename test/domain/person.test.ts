/** Which tokens change what is on record about a person, and which leave it (S61). */
import { describe, expect, test } from "vitest";
import { changesRecord, type PersonClaims, type RecordedPerson } from "../../src/domain/person.ts";
import { instant } from "../../src/domain/instant.ts";

const AT = instant(1_000);

const RECORDED: RecordedPerson = {
  id: "person",
  role: "client",
  email: "ada@example.com",
  name: "Ada",
  timeZone: "Europe/Lisbon",
  locale: null,
  claimsIssuedAt: AT,
};
const SAME: PersonClaims = {
  id: "person",
  role: "client",
  email: "ada@example.com",
  name: "Ada",
  timeZone: "Europe/Lisbon",
  locale: null,
  issuedAt: AT,
};

describe("a token", () => {
  test.each<[string, Partial<PersonClaims>, Partial<RecordedPerson>, boolean]>([
    ["says what stands", {}, {}, false],
    ["says nothing", { email: null, name: null, timeZone: null }, {}, false],
    ["says another address", { email: "ada@new.example" }, {}, true],
    ["says another name", { name: "Ada L." }, {}, true],
    ["says another zone", { timeZone: "Europe/Berlin" }, {}, true],
    ["says another name and leaves the rest out", { email: null, name: "Ada L.", timeZone: null }, {}, true],
    ["says an address where none stands", {}, { email: null }, true],
    ["says a name where none stands", {}, { name: null }, true],
    ["says a zone where none stands", {}, { timeZone: null }, true],
    ["leaves out what does not stand either", { name: null }, { name: null }, false],
    ["is of another role", { role: "coach", name: "Ada L." }, {}, false],
    ["has no time of issue", { issuedAt: null, name: "Ada L." }, {}, false],
    ["has no time of issue, as the one on record", { issuedAt: null, name: "Ada L." }, { claimsIssuedAt: null }, false],
    ["is a moment older", { issuedAt: instant(999), name: "Ada L." }, {}, false],
    ["is as old as the one on record", { issuedAt: AT, name: "Ada L." }, {}, true],
    ["is newer", { issuedAt: instant(1_001), name: "Ada L." }, {}, true],
    ["is the first with a time of issue", { issuedAt: instant(1), name: "Ada L." }, { claimsIssuedAt: null }, true],
  ])("that %s", (_what, claims, recorded, expected) => {
    expect(changesRecord({ ...RECORDED, ...recorded }, { ...SAME, ...claims })).toBe(expected);
  });
});
