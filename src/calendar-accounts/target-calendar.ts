/** The facts of the calendar that an event is written into, from the last reading of the owner's calendars. It asks nobody. */
import type { AccountContext } from "./context.ts";
import type { EventSurroundings } from "./event-draft.ts";
import { SYNC_STATE, type SyncState } from "./storage-keys.ts";

export async function surroundingsOf({ storage, appUrl }: AccountContext, calendarId: string): Promise<EventSurroundings> {
  const kept = await storage.get<SyncState>(SYNC_STATE);
  const info = kept?.calendars.find(({ id }) => id === calendarId);
  return { appUrl, hasMeetings: info?.hasMeetings ?? null };
}
