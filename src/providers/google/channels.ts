/**
 * Push channels of Google's: opened and closed. A channel cannot be renewed; the caller opens the next one and then
 * closes this one. Google may grant a shorter life than was asked for, so what it answers is what counts. A channel
 * greets its address before the answer that made it has arrived.
 */
import { z } from "zod";
import { instant } from "../../domain/instant.ts";
import { assert } from "../../lib/assert.ts";
import { ok, refused } from "../../lib/result.ts";
import { type AskGoogle, googleBody, googleFault, pathOfEvents } from "./call.ts";
import type { CalendarProvider } from "../port.ts";

/** Epoch milliseconds, as a text: JSON's numbers are not trusted with 64 bits. */
const epochMs = z.union([z.string().regex(/^\d{1,15}$/u), z.int().nonnegative()]).transform((expiration) => instant(Number(expiration)));

const channel = z.object({ id: z.string(), resourceId: z.string().min(1), expiration: epochMs.optional() });

export function googleChannels(ask: AskGoogle): Pick<CalendarProvider, "openChannel" | "renewChannel" | "closeChannel"> {
  return {
    // Google renews nothing: another channel is opened in its place.
    renewChannel: () => Promise.resolve(refused({ kind: "gone" })),

    async openChannel({ calendarId, channelId, secret, notifyUrl, wantedExpiresAt }) {
      const answer = await ask({
        effect: "write",
        method: "POST",
        path: `${pathOfEvents(calendarId)}/watch`,
        body: { id: channelId, type: "web_hook", address: notifyUrl, token: secret, expiration: String(wantedExpiresAt) },
      });
      const made = googleBody(answer, channel);
      if (!made.ok) return made;
      const { resourceId, expiration: expiresAt = wantedExpiresAt } = made.value;
      return ok({ channelId, resourceId, expiresAt });
    },

    async closeChannel({ channelId, resourceId }) {
      assert(resourceId !== null, "a channel of Google's has a resource id");
      const answer = await ask({ effect: "write", method: "POST", path: "/channels/stop", body: { id: channelId, resourceId } });
      if (!answer.ok) return answer;
      const { isSuccess, status } = answer.value;
      return isSuccess || status === 404 || status === 410 ? ok(null) : refused(googleFault(answer.value));
    },
  };
}
