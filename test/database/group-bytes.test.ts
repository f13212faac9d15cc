/** A full group of the largest commands commits: no list that travels with it is longer than one value of D1. */
import { expect, test } from "vitest";
import type { OfferTerms } from "../../src/domain/agreement/offer.ts";
import { defaultHours } from "../../src/domain/coach.ts";
import type { AgendaCommand } from "../../src/domain/command.ts";
import type { AvailabilityRules } from "../../src/domain/slots/availability-rules.ts";
import { DAY_MS } from "../../src/lib/duration.ts";
import {
  BODY_BYTES_MAX,
  GROUP_COMMANDS_MAX,
  NOTES_CHARACTERS_MAX,
  OFFER_DESCRIPTION_CHARACTERS_MAX,
  OFFER_TITLE_CHARACTERS_MAX,
  OFFERS_ACTIVE_MAX,
  OVERRIDES_MAX,
  PLACE_CHARACTERS_MAX,
} from "../../src/limits.ts";
import { at, base, createCommand, handMadeAgenda, MONDAY, newClient, newCoach } from "../support/agenda.ts";

const claim = (principal: string) => ({
  principal,
  method: "POST",
  route: "/somewhere",
  key: crypto.randomUUID(),
  fingerprint: "f".repeat(64),
});

/** Sent while a command before them is under way, so that they are one group where they may be. */
async function allDone(coachId: string, commands: readonly AgendaCommand[]): Promise<void> {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const { agenda } = await handMadeAgenda({ now: MONDAY }, { next: () => null, pause: async () => await opened });
  const first = agenda.submit({ kind: "set_activity", ...base(coachId, { id: coachId, role: "coach" }), active: true });
  const replies = commands.map(async (command) => await agenda.submit(command));
  open();
  await first;
  expect((await Promise.all(replies)).filter(({ result }) => !result.ok)).toEqual([]);
}

// A quotation mark is two bytes in a stored answer, and four where that travels in a list.
const long = (characters: number): string => '"'.repeat(characters);
const lines = { city: long(PLACE_CHARACTERS_MAX), address: long(PLACE_CHARACTERS_MAX), link: long(PLACE_CHARACTERS_MAX) };
const TERMS: OfferTerms = {
  title: long(OFFER_TITLE_CHARACTERS_MAX),
  description: long(OFFER_DESCRIPTION_CHARACTERS_MAX),
  durationMinutes: 60,
  price: null,
  approvalRequired: true,
  place: { kind: "link", ...lines },
  bufferBeforeMinutes: null,
  bufferAfterMinutes: null,
  noticeMinutesMin: null,
  cancellationPolicy: null,
  position: 0,
};

/** As long as a request may make them. */
function longHours(): AvailabilityRules {
  const date = (index: number) => new Date(MONDAY + (400 + index) * DAY_MS).toISOString().slice(0, 10);
  const intervals = [0, 240, 480, 720].map((startMinute) => ({ startMinute, endMinute: startMinute + 120 }));
  const hours = {
    ...defaultHours("UTC"),
    overrides: Array.from({ length: OVERRIDES_MAX }, (_, index) => ({ date: date(index), intervals })),
  };
  expect(JSON.stringify(hours).length).toBeGreaterThan(BODY_BYTES_MAX);
  return hours;
}

test("bookings with the longest notes and places, and a change of terms of a coach with the longest hours and as many offers as there may be", async () => {
  const coachId = await newCoach();
  const coach = () => base(coachId, { id: coachId, role: "coach" });
  const ofCoach = () => ({ ...coach(), claim: claim(coachId) });
  const settings = (horizonDays: number): AgendaCommand => ({
    kind: "set_settings",
    ...ofCoach(),
    patch: { horizonDays },
    ifRevision: null,
  });
  await allDone(coachId, [{ kind: "set_hours", ...coach(), hours: longHours(), ifRevision: null }]);
  const offers = Array.from({ length: OFFERS_ACTIVE_MAX }, () => crypto.randomUUID());
  await allDone(
    coachId,
    offers.map((offerId) => ({ kind: "make_offer", ...ofCoach(), offerId, terms: TERMS })),
  );
  await allDone(coachId, [300, 299, 298, 297].map(settings));
  const clients = await Promise.all(Array.from({ length: GROUP_COMMANDS_MAX - 1 }, newClient));
  const bookings = clients.map((clientId, index) => ({
    ...createCommand(coachId, clientId, at(24 * Math.floor(index / 8) + 9 + (index % 8)), claim(clientId)),
    offerId: offers[0] ?? null,
    details: { notes: long(NOTES_CHARACTERS_MAX) },
  }));
  const mixed = [settings(365), ...bookings];
  await allDone(coachId, mixed);
  // Asked again, the stored answers are read together.
  await allDone(coachId, mixed);
}, 120_000);
