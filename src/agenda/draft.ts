/** The writes of a group while they are being decided: as they will be committed, but for the audit rows' seals. */
import type { AuditEntry } from "../database/audit.ts";
import type { GroupWrites } from "../database/group-write.ts";

type Draft<Row> = { -readonly [Key in keyof Row]: Row[Key] extends readonly (infer Item)[] ? Item[] : Row[Key] };

export type GroupDraftWrites = Draft<
  Pick<
    GroupWrites,
    "people" | "created" | "changed" | "offers" | "profile" | "isActive" | "outbox" | "payments" | "paymentEvents" | "bumpsVersion"
  >
> & {
  audit: AuditEntry[];
};
