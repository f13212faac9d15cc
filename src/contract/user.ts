/** Users and the check of the audit trail, as admins see them. */
import { z } from "@hono/zod-openapi";
import { type Actor, ROLES, type Role } from "../domain/actor.ts";
import type { Instant } from "../domain/instant.ts";
import type { Money } from "../domain/money.ts";
import { DEFAULT_LANGUAGE, type Language, LANGUAGES, saidLanguage } from "../domain/language.ts";
import { AUDIT_ROWS_PER_PAGE_MAX } from "../limits.ts";
import { FIGURES_BOOKINGS_MAX, LATE_HOURS, PEOPLE_LOOKED_AT_MAX, PEOPLE_SEARCH_CHARACTERS_MAX } from "../limits/people.ts";
import { offsetPage } from "./paging.ts";
import { caseless, instantOut, presentInstant, uuid, wholeNumberInQuery } from "./scalar.ts";

const role = z.enum(ROLES);
const STATUSES = ["active", "inactive"] as const;
const status = z.enum(STATUSES);
const statusIn = caseless(STATUSES);

/** Controls are no part of a name. */
const searchText = z
  .string()
  .trim()
  .min(1)
  .max(PEOPLE_SEARCH_CHARACTERS_MAX)
  .refine((text) => !/\p{Cc}/u.test(text), { error: "must hold no control characters" });

export const listUsersQuery = z
  .object({
    role: role.optional().describe("Of the last token."),
    status: statusIn.optional().openapi({ description: "`inactive`: shut out." }),
    q: searchText.optional().openapi({
      description: `A part of the name or of the address, or the beginning of the id (8 characters or more). Looks at ${String(PEOPLE_LOOKED_AT_MAX)} people at once, in the order of their ids.`,
    }),
    after: uuid.optional().openapi({ description: "`next_after` of the answer before; with `q` alone." }),
    ...offsetPage,
  })
  .superRefine((asked, context) => {
    if (asked.after !== undefined && asked.q === undefined) {
      context.addIssue({ code: "custom", path: ["after"], message: "must come together with q" });
    }
    if (asked.q !== undefined && asked.offset > 0) {
      context.addIssue({ code: "custom", path: ["offset"], message: "must not come together with q: use after" });
    }
  });
export const setUserStatusBody = z
  .strictObject({ status: statusIn.openapi({ description: "`inactive` shuts the person out, `active` lets them in again." }) })
  .openapi("SetUserStatus");

export const userSchema = z
  .object({
    id: uuid.describe("The person's, as their tokens name it."),
    role: role.describe("Of the last token."),
    email: z.string().nullable().describe("As the token said last; null: not known."),
    name: z.string().nullable().describe("As the token said last; null: not known."),
    status: status.describe("`inactive`: shut out."),
    created_at: instantOut,
    updated_at: instantOut,
  })
  .openapi("User");
export const meSchema = z
  .object({
    id: uuid.describe("The person's, as their tokens name it."),
    role: role.openapi({ description: "Of the token: it decides what may be done with it." }),
    name: z.string().nullable().describe("As the token said last; null: not known."),
    email: z.string().nullable().describe("As the token said last; null: not known."),
    time_zone: z.string().nullable().describe("IANA zone in which the person reads times; null: not said."),
    language: z.enum(LANGUAGES).openapi({ description: "In which pages, mails and calendar entries are written to the person." }),
    language_follows: z.enum(["own", "token", "none"]).openapi({
      description: "`own`: the person's own setting. `token`: `locale` of their token. `none`: neither, so that English stands in.",
    }),
  })
  .openapi("Me");
export const changeMeBody = z
  .strictObject({
    language: caseless(LANGUAGES)
      .nullable()
      .openapi({
        type: ["string", "null"],
        enum: [...LANGUAGES, null],
        description: "null: forget the own setting, and follow the token's `locale`.",
      }),
  })
  .openapi("ChangeMe");

export const userListSchema = z
  .object({
    users: z.array(userSchema).describe("Those of this page."),
    limit: z.int().describe("The most that a page holds."),
    offset: z.int().describe("How many entries were passed over."),
    total: z.int().nullable().openapi({ description: "null with `q`." }),
    next_after: uuid.nullable().openapi({ description: "With `q`: ask again with it as `after`; null: everybody was looked at." }),
  })
  .openapi("UserList");

const moneySchema = z.object({
  amount_minor: z.int().describe("In the currency's smallest unit."),
  currency: z.string().describe("ISO 4217, in capitals."),
});
const figuresSchema = z
  .object({
    booked: z.int().describe("Bookings made."),
    held: z.int().describe("Completed, by somebody or by the passing of time."),
    ahead: z.int().describe("Still to come: confirmed, or pending and not lapsed."),
    minutes_ahead: z.int().describe("Minutes of those ahead."),
    cancelled_by_client: z.int().describe("Cancelled by the client, however late."),
    cancelled_by_client_late: z.int().openapi({ description: `Less than ${String(LATE_HOURS)} hours before the start.` }),
    cancelled_by_coach: z.int().describe("Cancelled by the coach, however late."),
    cancelled_by_coach_late: z.int().openapi({ description: `Less than ${String(LATE_HOURS)} hours before the start.` }),
    cancelled_by_admin: z.int().describe("Cancelled by an admin."),
    lapsed: z.int().openapi({ description: "Ended by the passing of time: not paid, or not answered." }),
    money: z
      .array(
        z.object({
          captured: moneySchema.describe("What has come in."),
          given_back: moneySchema.describe("What has gone back or is on the way."),
        }),
      )
      .openapi({ description: "By currency, never added across." }),
    is_cut: z.boolean().openapi({ description: `Whether only the latest ${String(FIGURES_BOOKINGS_MAX)} bookings were counted.` }),
  })
  .openapi("PersonFigures");

export const personSchema = z
  .object({
    user: userSchema,
    as_client: figuresSchema,
    as_coach: z.union([figuresSchema, z.null()]).openapi({ description: "null: no coach." }),
  })
  .openapi("PersonSeen");

export const verifyAuditQuery = z.object({
  coach_id: uuid.optional().openapi({ description: "Whose chain; that of the acts of admins where absent." }),
  after_seq: wholeNumberInQuery(0, Number.MAX_SAFE_INTEGER)
    .default(0)
    .openapi({ default: 0, description: "`next_seq` of the page before." }),
  limit: wholeNumberInQuery(1, AUDIT_ROWS_PER_PAGE_MAX)
    .default(AUDIT_ROWS_PER_PAGE_MAX)
    .openapi({ default: AUDIT_ROWS_PER_PAGE_MAX, description: "The most rows that a page holds." }),
});

export const auditVerdictSchema = z
  .object({
    checked: z.int().openapi({ description: "Rows of this page." }),
    broken_seq: z.int().nullable().openapi({ description: "The first row that was edited, moved or lost; null: none." }),
    unaudited_booking_id: uuid.nullable().openapi({ description: "A booking whose last change has no row: a cut tail; null: none." }),
    altered_booking_id: uuid.nullable().openapi({ description: "A booking that does not stand as its row says; null: none." }),
    altered_payment_id: uuid.nullable().openapi({ description: "A payment whose money is not what its row says; null: none." }),
    broken_anchor: z
      .object({
        seq: z.int().describe("The place in the chain that was anchored."),
        mac: z.string().describe("Of the row that stood there."),
        kept_at: instantOut,
        found_mac: z.string().nullable().openapi({ description: "Of the row that stands there today; null: there is none." }),
      })
      .nullable()
      .openapi({
        description: "The anchor outside of the database, where the chain contradicts it: it was cut or replaced; null: it stands.",
      }),
    next_seq: z.int().nullable().openapi({ description: "Where the next page begins; null: this was the last of the chain." }),
    next_coach_id: uuid.nullable().openapi({ description: "Whose chain to check after this one, deleted ones among them; null: none." }),
  })
  .openapi("AuditVerdict");

/** The person as on record, in the role of the token. */
export function presentMe(
  actor: Actor,
  recorded: Pick<User, "name" | "email"> & {
    readonly timeZone: string | null;
    readonly locale: string | null;
    readonly language: Language | null;
  },
): z.infer<typeof meSchema> {
  const { name, email, timeZone, locale, language: own } = recorded;
  const said = saidLanguage({ own, token: locale });
  return {
    id: actor.id,
    role: actor.role,
    name,
    email,
    time_zone: timeZone,
    language: said ?? DEFAULT_LANGUAGE,
    language_follows: own !== null ? "own" : said === null ? "none" : "token",
  };
}

interface User {
  readonly id: string;
  readonly role: Role;
  readonly email: string | null;
  readonly name: string | null;
  readonly status: "active" | "inactive";
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export function presentUser(user: User): z.infer<typeof userSchema> {
  return {
    id: user.id,
    role: user.role,
    email: user.email,
    name: user.name,
    status: user.status,
    created_at: presentInstant(user.createdAt),
    updated_at: presentInstant(user.updatedAt),
  };
}

interface Figures {
  readonly booked: number;
  readonly held: number;
  readonly ahead: number;
  readonly minutesAhead: number;
  readonly cancelledByClient: number;
  readonly cancelledByClientLate: number;
  readonly cancelledByCoach: number;
  readonly cancelledByCoachLate: number;
  readonly cancelledByAdmin: number;
  readonly lapsed: number;
  readonly money: readonly { readonly captured: Money; readonly givenBack: Money }[];
  readonly isCut: boolean;
}

function presentFigures(figures: Figures): z.infer<typeof figuresSchema> {
  return {
    booked: figures.booked,
    held: figures.held,
    ahead: figures.ahead,
    minutes_ahead: figures.minutesAhead,
    cancelled_by_client: figures.cancelledByClient,
    cancelled_by_client_late: figures.cancelledByClientLate,
    cancelled_by_coach: figures.cancelledByCoach,
    cancelled_by_coach_late: figures.cancelledByCoachLate,
    cancelled_by_admin: figures.cancelledByAdmin,
    lapsed: figures.lapsed,
    money: figures.money.map(({ captured, givenBack }) => ({
      captured: { amount_minor: captured.minor, currency: captured.currency },
      given_back: { amount_minor: givenBack.minor, currency: givenBack.currency },
    })),
    is_cut: figures.isCut,
  };
}

interface PersonSeen {
  readonly user: User;
  readonly asClient: Figures;
  readonly asCoach: Figures | null;
}

export function presentPerson({ user, asClient, asCoach }: PersonSeen): z.infer<typeof personSchema> {
  return { user: presentUser(user), as_client: presentFigures(asClient), as_coach: asCoach === null ? null : presentFigures(asCoach) };
}

interface AuditVerdict {
  readonly checked: number;
  readonly brokenSeq: number | null;
  readonly unauditedBookingId: string | null;
  readonly alteredBookingId: string | null;
  readonly alteredPaymentId: string | null;
  readonly brokenAnchor: { readonly seq: number; readonly mac: string; readonly keptAt: Instant; readonly foundMac: string | null } | null;
  readonly nextSeq: number | null;
  readonly nextCoachId: string | null;
}

export function presentAuditVerdict(verdict: AuditVerdict): z.infer<typeof auditVerdictSchema> {
  const anchor = verdict.brokenAnchor;
  return {
    checked: verdict.checked,
    broken_seq: verdict.brokenSeq,
    unaudited_booking_id: verdict.unauditedBookingId,
    altered_booking_id: verdict.alteredBookingId,
    altered_payment_id: verdict.alteredPaymentId,
    broken_anchor:
      anchor === null ? null : { seq: anchor.seq, mac: anchor.mac, kept_at: presentInstant(anchor.keptAt), found_mac: anchor.foundMac },
    next_seq: verdict.nextSeq,
    next_coach_id: verdict.nextCoachId,
  };
}
