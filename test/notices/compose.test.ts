/** Every kind for both readers, and what no mail may do: say another thing in HTML than in text, or carry headers. */
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { composeNotice, type ComposedNotice } from "../../src/notices/compose.ts";
import { type BookingNoticeKind, isAboutConnection, NOTICE_KINDS, type NoticeKind } from "../../src/domain/notice-kind.ts";
import { audiencesOf } from "../../src/notices/kinds.ts";
import { letterOf, SUBJECT_CHARACTERS_MAX } from "../../src/notices/letter.ts";
import type { BookingNotice, NoticeInput } from "../../src/notices/notice.ts";
import { at, bookingOf, NASTY, noticeOf } from "./making.ts";

const AUDIENCES = ["client", "coach"] as const;
const BOTH = NOTICE_KINDS.flatMap((kind) => AUDIENCES.map((audience) => ({ kind, audience })));
const inviteFrom = { name: "CultureBridge Booking", email: "booking@service.test" };

/** A notice with everything in it that its kind can have. */
function full(kind: NoticeKind, audience: "client" | "coach", changes: Partial<BookingNotice> = {}): NoticeInput {
  const { reader, manageUrl } = noticeOf(changes);
  if (isAboutConnection(kind)) return { kind, audience, reader, manageUrl, calendarName: "Google Calendar" };
  const isOver = kind === "cancelled" || kind === "lapsed";
  const booking = bookingOf({
    status: isOver ? "cancelled" : kind === "created" ? "pending" : kind === "completed" ? "completed" : "confirmed",
    expiresAt: kind === "created" ? at("2026-11-21T09:00Z") : null,
    cancelledBy: kind === "cancelled" ? "coach" : isOver ? "system" : null,
    cancelReason: kind === "cancelled" ? "I am ill" : isOver ? "expired" : null,
    meetingLink: "https://meet.example.com/abc?x=1&y=2",
    notes: "First line\nSecond line",
  });
  const previousTime = { startsAt: at("2026-11-30T10:00Z"), endsAt: at("2026-11-30T11:00Z") };
  return noticeOf({
    booking,
    previousTime,
    wishedTime: { startsAt: at("2026-12-02T10:00Z"), endsAt: at("2026-12-02T11:00Z") },
    minutesBefore: 1_440,
    amount: { minor: 6_000, currency: "EUR" },
    inviteFrom,
    ...changes,
    kind,
    audience,
  });
}

const composed = (changes: Partial<BookingNotice>): ComposedNotice => composeNotice(noticeOf(changes));

/** What a person sees of the HTML, with white space as in the text. */
function seen(html: string): string {
  const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
  return flat(
    html
      .replace(/<head>.*<\/head>/su, "")
      .replace(/<[^>]*>/gu, " ")
      .replace(/&(?:lt|gt|quot|#39|amp);/gu, (entity) => entities[entity] ?? entity),
  );
}

const flat = (text: string) => text.replace(/\s+/gu, " ").trim();

test.each([
  ["move_asked", "May it be moved?"],
  ["event_deleted_ask", "Did you mean to cancel?"],
] as const)("%s asks in its subject, which has no colon after the question", (kind, question) => {
  expect(composed({ kind }).subject).toBe(`${question} Session with Ana on Tuesday, 1 December 2026, 10:00`);
});

describe.each(BOTH)("$kind for a $audience", ({ kind, audience }) => {
  test("says the same in HTML as in text", () => {
    const notice = full(kind, audience);
    const { html, text, subject } = composeNotice(notice);
    const letter = letterOf(notice);
    expect(subject).toBe(letter.subject);
    const pieces = [
      letter.greeting,
      letter.opening,
      ...letter.closing,
      letter.footer,
      ...letter.facts.flatMap(({ label, value }) => [label, ...value.split("\n")]),
    ];
    for (const piece of pieces) {
      expect(flat(text)).toContain(flat(piece));
      expect(seen(html)).toContain(flat(piece));
    }
    expect(text).toContain(notice.manageUrl);
    expect(html).toContain(`href="${notice.manageUrl}"`);
    expect(`${subject}${text}`).not.toMatch(/undefined|null|NaN|\[object/u);
  });

  test("loads nothing and runs nothing", () => {
    expect(composeNotice(full(kind, audience)).html).not.toMatch(
      /<(?:img|script|link|iframe|style|object|form)\b|url\(|@import|\son\w+=/iu,
    );
  });

  test("S46 names and reasons with CR LF and HTML stay text, and no subject has a control character", () => {
    const plain = composeNotice(full(kind, audience));
    const nasty = { reader: { name: NASTY, email: "ben@people.test", timeZone: "Europe/Lisbon" }, otherName: NASTY, reason: NASTY };
    const notice = full(kind, audience, nasty);
    const { subject, html, text } = composeNotice(notice);
    expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202E]/u);
    expect(subject.length).toBeLessThanOrEqual(SUBJECT_CHARACTERS_MAX);
    expect(html).not.toContain("<b>");
    expect(tagsOf(html).filter((tag) => tag !== "tr" && tag !== "th" && tag !== "td")).toEqual(
      tagsOf(plain.html).filter((tag) => tag !== "tr" && tag !== "th" && tag !== "td"),
    );
    expect(text).not.toMatch(/^(?:Bcc|ATTENDEE):/mu);
  });

  test("is the same to the byte when it is composed again", () => {
    expect(composeNotice(full(kind, audience))).toEqual(composeNotice(full(kind, audience)));
  });
});

const tagsOf = (html: string) => [...html.matchAll(/<(\w+)/gu)].map(([, tag]) => tag);

describe("who is told", () => {
  test("kinds about a session go to both, those about a calendar to its owner", () => {
    expect(audiencesOf("cancelled")).toEqual(["client", "coach"]);
    expect(audiencesOf("payment_failed")).toEqual(["client"]);
    expect(audiencesOf("calendar_conflict", { calendarOwner: "client" })).toEqual(["client"]);
    expect(audiencesOf("calendar_needs_reconnect", { calendarOwner: "client" })).toEqual(["client"]);
    expect(audiencesOf("event_deleted_ask")).toEqual([]);
  });

  test("a question goes to the side that is asked, and what becomes of it to the one that waits to hear", () => {
    for (const [asker, asked] of [
      ["client", "coach"],
      ["coach", "client"],
    ] as const) {
      expect([audiencesOf("move_asked", { asker }), audiencesOf("move_withdrawn", { asker })]).toEqual([[asked], [asked]]);
      expect([audiencesOf("move_declined", { asker }), audiencesOf("move_lapsed", { asker })]).toEqual([[asker], [asker]]);
    }
    expect(audiencesOf("move_asked")).toEqual([]);
    expect(audiencesOf("place_changed")).toEqual(["client"]);
  });
});

describe("what a reader may see", () => {
  test("the client's notes are in the coach's mail alone, calendar file included", () => {
    const booking = bookingOf({ notes: "my secret" });
    const toClient = composed({ booking, inviteFrom });
    const toCoach = composed({ booking, inviteFrom, audience: "coach" });
    expect(JSON.stringify(toClient)).not.toContain("my secret");
    for (const part of [toCoach.html, toCoach.text, toCoach.calendar?.text]) expect(part).toContain("my secret");
  });

  test("a cancelled session has no way into the meeting any more", () => {
    const booking = bookingOf({ status: "cancelled", cancelledBy: "client", meetingLink: "https://meet.example.com/abc" });
    expect(JSON.stringify({ ...composed({ kind: "cancelled", booking }) })).not.toContain("meet.example.com");
  });

  test("a meeting link that is no web address is shown and not linked", () => {
    const { html } = composed({ booking: bookingOf({ meetingLink: "javascript:alert(1)" }) });
    expect(html.split("javascript:alert(1)")).toHaveLength(2);
    expect(html).not.toMatch(/href="javascript/u);
  });

  test("a note cannot pass for a line of ours", () => {
    const { text } = composed({ audience: "coach", booking: bookingOf({ notes: "Hello\r\nMeeting link: https://evil.test" }) });
    expect(text).not.toMatch(/^Meeting link:/mu);
    expect(text).toMatch(/^> Meeting link:/mu);
  });
});

describe("S59: a client's words and name", () => {
  const EVIL = "Visit https://evil.example/pay or evil.example now";
  const notes = "Urgent\n\nManage this session:\nhttps://evil.example/x";

  test("notes are introduced as the client's and set apart, line by line, in text, HTML and calendar file", () => {
    const { text, html, calendar } = composed({ audience: "coach", booking: bookingOf({ notes }), inviteFrom });
    expect(text).toContain("\nAna wrote:\n> Urgent\n> \n> Manage this session:\n> https://evil.example/x\n");
    expect(html).toMatch(
      /Ana wrote:<blockquote [^>]*>Urgent<br\/><br\/>Manage this session:<br\/>https:\/\/evil\.example\/x<\/blockquote>/u,
    );
    const event = new ICAL.Component(ICAL.parse(calendar?.text ?? "")).getFirstSubcomponent("vevent");
    expect(event?.getFirstPropertyValue("description")).toContain("Ana wrote:\n> Urgent\n> \n> Manage this session:");
  });

  test("somebody without a name is said by what they are, with a capital where a sentence begins", () => {
    expect(composed({ kind: "created", audience: "coach", otherName: null }).text).toContain("\nYour client booked a session with you.");
    expect(composed({ kind: "move_asked", otherName: null }).text).toContain("\nYour coach asks to move the session with you.");
    expect(composed({ kind: "created", otherName: null }).text).toContain("\nYour session with your coach is booked.");
  });

  test("braces and tags in a name are words, and no part of a message", () => {
    const { subject, text } = composed({ kind: "created", audience: "coach", otherName: "{reader} '{' <b> #" });
    expect(subject).toContain("session with {reader} '{' <b> # on");
    expect(text).toContain("{reader} '{' <b> # booked a session with you.");
  });

  test("notes of somebody without a name are introduced by what they are", () => {
    const { text } = composed({ audience: "coach", otherName: null, booking: bookingOf({ notes }) });
    expect(text).toContain("\nYour client wrote:\n> Urgent\n");
  });

  test.each(BOTH)("a name is no link in $kind for a $audience: subject, text, HTML and calendar file", ({ kind, audience }) => {
    const reader = { name: EVIL, email: "ben@people.test", timeZone: "Europe/Lisbon" };
    const mail = composeNotice(full(kind, audience, { reader, otherName: EVIL }));
    expect(JSON.stringify(mail)).not.toMatch(/evil\.example|https?:\/\/evil/u);
    expect(mail.text).toContain("Hello Visit or now,");
  });

  test("a name that is nothing but a link is none", () => {
    expect(composed({ audience: "coach", otherName: "https://evil.example/pay" }).subject).toContain("session with your client on");
  });
});

describe("one mail for several changes", () => {
  test("says each, the time before, and brings the calendar up to date whatever it is about", () => {
    const previousTime = { startsAt: at("2026-11-30T10:00Z"), endsAt: at("2026-11-30T11:00Z") };
    const { text, calendar } = composed({
      kind: "move_declined",
      alsoChanged: ["created", "confirmed", "rescheduled"],
      previousTime,
      inviteFrom,
    });
    expect(text).toContain("The session is confirmed. The session has a new time. The session stays at the time written here.");
    expect(text).toContain("Before: Monday, 30 November 2026, 10:00–11:00");
    expect(calendar?.method).toBe("REQUEST");
    expect(composed({ kind: "move_declined", inviteFrom }).calendar).toBeNull();
  });

  test("an entry that stands in another way now is taken away, and the mail says that the session stands", () => {
    const { calendar, text } = composed({ kind: "rescheduled", inviteFrom, isWithdrawn: true });
    expect(calendar?.method).toBe("CANCEL");
    expect(text).toContain("the session stands");
  });

  test("names no time before where the session is back at it", () => {
    expect(composed({ kind: "rescheduled", previousTime: bookingOf() }).text).not.toContain("Before:");
  });
});

describe("where a session takes place", () => {
  const ROOM = { kind: "in_person", city: "Lisbon", address: "Rua A 1", link: null } as const;
  const OWN_LINK = { kind: "link", city: null, address: null, link: "https://rooms.example.com/ida" } as const;

  test.each([
    [ROOM, "Place: Rua A 1, Lisbon"],
    [{ ...ROOM, kind: "phone", city: null, address: "+351 1" }, "Place: By phone, +351 1"],
    [{ ...ROOM, kind: "phone", city: null, address: null }, "Place: By phone"],
    [{ ...ROOM, city: null, address: null }, "Place: In person"],
    [OWN_LINK, "Meeting link: https://rooms.example.com/ida"],
  ] as const)("is said once it is confirmed, in the mail and in the calendar file: %o", (place, line) => {
    const { text, calendar } = composed({ booking: bookingOf({ place }), inviteFrom });
    expect(text).toContain(line);
    const location = new ICAL.Component(ICAL.parse(calendar?.text ?? "")).getFirstSubcomponent("vevent")?.getFirstPropertyValue("location");
    const known = place.link ?? [place.address, place.city].filter((part) => part !== null).join(", ");
    expect(location ?? "").toBe(known);
  });

  test.each([ROOM, OWN_LINK])("is not told before it is confirmed: %o", (place) => {
    for (const kind of NOTICE_KINDS.filter((each) => !isAboutConnection(each))) {
      const mail = composed({ kind, booking: bookingOf({ place, status: "pending", expiresAt: at("2026-11-21T09:00Z") }), inviteFrom });
      expect(JSON.stringify(mail)).not.toMatch(/Rua A|rooms\.example/u);
    }
  });

  test("is no longer the calendar's meeting where the place is another", () => {
    const booking = bookingOf({ place: ROOM, meetingLink: "https://meet.example.com/abc" });
    expect(JSON.stringify(composed({ booking, inviteFrom }))).not.toContain("meet.example.com");
  });

  test("is said by name where it has just changed", () => {
    expect(composed({ kind: "place_changed" }).text).toContain("Place: By video");
    expect(composed({ kind: "place_changed", booking: bookingOf({ place: OWN_LINK }) }).text).toContain("Place: Online");
  });
});

describe("a question to move a session", () => {
  const wishedTime = { startsAt: at("2026-12-02T10:00Z"), endsAt: at("2026-12-02T11:00Z") };

  test("says the wished time, until when it can be answered, and that nothing is held", () => {
    const moveRequest = {
      startsAt: wishedTime.startsAt,
      durationMs: 3_600_000,
      askedBy: "coach",
      askedAt: at("2026-11-20T10:00Z"),
      expiresAt: at("2026-11-22T10:00Z"),
    } as const;
    const { text } = composed({ kind: "move_asked", wishedTime, booking: bookingOf({ moveRequest }) });
    expect(text).toContain("When: Tuesday, 1 December 2026, 10:00–11:00");
    expect(text).toContain("Wished time: Wednesday, 2 December 2026, 10:00–11:00");
    expect(text).toContain("Answer until: Sunday, 22 November 2026, 10:00");
    expect(text).toContain("Nothing is held for the wished time.");
  });

  test.each(["move_withdrawn", "move_declined", "move_lapsed"] as const)("%s says that the session stays", (kind) => {
    const { text } = composed({ kind, wishedTime });
    expect(text).toContain("The session stays at the time written here.");
    expect(text).toContain("Wished time: Wednesday, 2 December 2026");
  });
});

describe("who cancelled, and why", () => {
  test.each([
    ["client", "client", "You cancelled your session with Ana."],
    ["coach", "client", "Ana cancelled the session with you."],
    ["coach", "coach", "You cancelled your session with Ana."],
    ["admin", "client", "An administrator cancelled your session with Ana."],
    ["system", "coach", "Your session with Ana was cancelled."],
  ] as const)("by the %s, told to the %s", (cancelledBy, audience, sentence) => {
    const booking = bookingOf({ status: "cancelled", cancelledBy, cancelReason: "some reason" });
    const { text } = composed({ kind: "cancelled", audience, booking });
    expect(text).toContain(sentence);
    const whose = cancelledBy === audience ? "You" : cancelledBy === "admin" ? "An administrator" : "Ana";
    expect(text.includes(`\n${whose} wrote:\n> some reason\n`)).toBe(cancelledBy !== "system");
  });
});

describe("the invitation", () => {
  const INVITING: readonly BookingNoticeKind[] = ["created", "confirmed", "rescheduled", "place_changed"];

  test.each(NOTICE_KINDS)("%s", (kind) => {
    const { calendar } = composeNotice(full(kind, "client"));
    const method = INVITING.some((other) => other === kind) ? "REQUEST" : kind === "cancelled" || kind === "lapsed" ? "CANCEL" : null;
    expect(calendar?.method ?? null).toBe(method);
    if (calendar === null) return;
    const file = new ICAL.Component(ICAL.parse(calendar.text));
    expect(file.getFirstPropertyValue("method")).toBe(method);
    const event = file.getFirstSubcomponent("vevent");
    expect(event?.getFirstPropertyValue("organizer")).toBe("mailto:booking@service.test");
    expect(event?.getAllProperties("attendee")).toHaveLength(1);
  });

  test("is not made where a provider invites", () => {
    expect(composed({}).calendar).toBeNull();
  });

  test("never asks anybody to a session that has been cancelled since", () => {
    expect(composed({ kind: "confirmed", inviteFrom, booking: bookingOf({ status: "cancelled" }) }).calendar?.method).toBe("CANCEL");
  });
});
