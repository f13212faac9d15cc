/** Users and the check of the audit trail, as admins see them. */
import { z } from "@hono/zod-openapi";
import { type Actor, ROLES, type Role } from "../domain/actor.ts";
import type { Instant } from "../domain/instant.ts";
import { DEFAULT_LANGUAGE, type Language, LANGUAGES, saidLanguage } from "../domain/language.ts";
import { AUDIT_ROWS_PER_PAGE_MAX } from "../limits.ts";
import { offsetPage } from "./paging.ts";
import { caseless, instantOut, presentInstant, uuid, wholeNumberInQuery } from "./scalar.ts";

const role = z.enum(ROLES);
const STATUSES = ["active", "inactive"] as const;
const status = z.enum(STATUSES);
const statusIn = caseless(STATUSES);

export const listUsersQuery = z.object({ role: role.optional(), status: statusIn.optional(), ...offsetPage });
export const setUserStatusBody = z.strictObject({ status: statusIn }).openapi("SetUserStatus");

export const userSchema = z
  .object({
    id: uuid,
    role,
    email: z.string().nullable(),
    name: z.string().nullable(),
    status,
    created_at: instantOut,
    updated_at: instantOut,
  })
  .openapi("User");
export const meSchema = z
  .object({
    id: uuid,
    role: role.openapi({ description: "Of the token: it decides what may be done with it." }),
    name: z.string().nullable(),
    email: z.string().nullable(),
    time_zone: z.string().nullable(),
    language: z.enum(LANGUAGES).openapi({ description: "In which pages, mails and calendar entries are written to the person." }),
    language_follows: z.enum(["own", "token", "none"]).openapi({
      description: "`own`: the person's own setting. `token`: `locale` of their token. `none`: neither, so that English stands in.",
    }),
  })
  .openapi("Me");
export const changeMeBody = z
  .strictObject({
    language: caseless(LANGUAGES).nullable().openapi({ description: "null: forget the own setting, and follow the token's `locale`." }),
  })
  .openapi("ChangeMe");

export const userListSchema = z.object({ users: z.array(userSchema), limit: z.int(), offset: z.int(), total: z.int() }).openapi("UserList");

export const verifyAuditQuery = z.object({
  coach_id: uuid.optional().openapi({ description: "Whose chain; that of the acts of admins where absent." }),
  after_seq: wholeNumberInQuery(0, Number.MAX_SAFE_INTEGER)
    .default(0)
    .openapi({ default: 0, description: "`next_seq` of the page before." }),
  limit: wholeNumberInQuery(1, AUDIT_ROWS_PER_PAGE_MAX).default(AUDIT_ROWS_PER_PAGE_MAX).openapi({ default: AUDIT_ROWS_PER_PAGE_MAX }),
});

export const auditVerdictSchema = z
  .object({
    checked: z.int().openapi({ description: "Rows of this page." }),
    broken_seq: z.int().nullable().openapi({ description: "The first row that was edited, moved or lost; null: none." }),
    unaudited_booking_id: uuid.nullable().openapi({ description: "A booking whose last change has no row: a cut tail; null: none." }),
    next_seq: z.int().nullable().openapi({ description: "Where the next page begins; null: this was the last." }),
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

interface AuditVerdict {
  readonly checked: number;
  readonly brokenSeq: number | null;
  readonly unauditedBookingId: string | null;
  readonly nextSeq: number | null;
}

export function presentAuditVerdict(verdict: AuditVerdict): z.infer<typeof auditVerdictSchema> {
  return {
    checked: verdict.checked,
    broken_seq: verdict.brokenSeq,
    unaudited_booking_id: verdict.unauditedBookingId,
    next_seq: verdict.nextSeq,
  };
}
