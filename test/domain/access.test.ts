/** Role and ownership, each combination written out: an id opens nothing in another role. */
import { describe, expect, test } from "vitest";
import { isAdmin, isParty, isPartyOrAdmin, isSelf, isSelfOrAdmin, mayConnectCalendars, maySeeAddress } from "../../src/domain/access.ts";
import type { Actor, Role } from "../../src/domain/actor.ts";

const PARTIES = { clientId: "client-1", coachId: "coach-1" };

function actor(role: Role, id: string): Actor {
  return { role, id };
}

describe("both sides of a booking", () => {
  test.each<[Role, string, boolean, boolean]>([
    // role, id, a party, a party or an admin
    ["client", "client-1", true, true],
    ["client", "coach-1", false, false],
    ["client", "client-2", false, false],
    ["coach", "coach-1", true, true],
    ["coach", "client-1", false, false],
    ["coach", "coach-2", false, false],
    ["admin", "client-1", false, true],
    ["admin", "coach-1", false, true],
    ["admin", "admin-1", false, true],
  ])("%s %s: a party %s, or an admin %s", (role, id, party, partyOrAdmin) => {
    expect(isParty(actor(role, id), PARTIES)).toBe(party);
    expect(isPartyOrAdmin(actor(role, id), PARTIES)).toBe(partyOrAdmin);
  });
});

describe("the person themselves", () => {
  test.each<[Role, string, "client" | "coach", boolean, boolean]>([
    // the actor's role and id, the role asked of person-1, self, self or admin
    ["client", "person-1", "client", true, true],
    ["client", "person-1", "coach", false, false],
    ["client", "person-2", "client", false, false],
    ["coach", "person-1", "coach", true, true],
    ["coach", "person-1", "client", false, false],
    ["coach", "person-2", "coach", false, false],
    ["admin", "person-1", "client", false, true],
    ["admin", "person-1", "coach", false, true],
    ["admin", "person-2", "coach", false, true],
  ])("%s %s as the %s person-1: %s, or an admin %s", (role, id, asked, self, selfOrAdmin) => {
    expect(isSelf(actor(role, id), asked, "person-1")).toBe(self);
    expect(isSelfOrAdmin(actor(role, id), asked, "person-1")).toBe(selfOrAdmin);
  });
});

test.each<[Role, boolean]>([
  ["client", false],
  ["coach", false],
  ["admin", true],
])("%s: an admin %s, and only others may connect a calendar", (role, admin) => {
  expect(isAdmin(actor(role, "x"))).toBe(admin);
  expect(mayConnectCalendars(actor(role, "x"))).toBe(!admin);
});

test.each<[string, Role, string, boolean, boolean]>([
  ["one's own", "client", "person-1", false, true],
  ["the other's, before both have said yes", "coach", "person-2", false, false],
  ["the other's, since both have said yes", "coach", "person-2", true, true],
  ["anybody's, by an admin", "admin", "admin-1", false, true],
])("a mail address: %s", (_what, role, id, isAgreed, sees) => {
  expect(maySeeAddress(actor(role, id), { personId: "person-1", isAgreed })).toBe(sees);
});
