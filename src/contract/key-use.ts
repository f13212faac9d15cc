/** The use of each key of tokens, on the wire: ids of keys and counts only. */
import { createRoute, z } from "@hono/zod-openapi";
import { KEY_STANDINGS, type KeyUses } from "../domain/key-use.ts";
import { bearer, json } from "./media.ts";
import { problems } from "./problem.ts";

const keyUsesSchema = z
  .object({
    keys: z
      .array(
        z.object({
          id: z.string().describe("As `TOKEN_KEYS` names it."),
          standing: z
            .enum(KEY_STANDINGS)
            .describe(
              "`seals` is the current one, `opens` one beside it; `missing` is in the configuration no more, and what it sealed cannot be opened.",
            ),
          calendars: z.int().describe("Connected calendars whose tokens it seals."),
          webhooks: z.int().describe("Secrets of webhooks that it seals."),
        }),
      )
      .describe("The current one first."),
    calendars_unseen: z.int().describe("Connected calendars that the sweep has not come to yet."),
    calendars_unreadable: z.int().describe("Connected calendars whose tokens no key opens: their owners connect anew."),
  })
  .openapi("KeyUses");

export const viewKeysRoute = createRoute({
  method: "get",
  path: "/admin/keys",
  operationId: "viewKeys",
  summary: "What each key of tokens still seals",
  description:
    "Counts, for each key of `TOKEN_KEYS`, the connected calendars and the secrets of webhooks that stand sealed by it. For admins who change the key: the sweep seals everything anew by the current one, and once an old key seals nothing and no calendar is unseen, it may go seven days after the change, when sessions and push channels that it sealed have ended. Keys themselves are never shown.",
  tags: ["Admin"],
  security: bearer,
  request: {},
  responses: { 200: { description: "The keys and their use", content: json(keyUsesSchema) }, ...problems(401, 403) },
});

export function presentKeyUses({ keys, calendarsUnseen, calendarsUnreadable }: KeyUses): z.infer<typeof keyUsesSchema> {
  return { keys: [...keys], calendars_unseen: calendarsUnseen, calendars_unreadable: calendarsUnreadable };
}
