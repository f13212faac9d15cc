/** A new event where nobody said otherwise: confirmed, busy, its owner's own, of no series, with no guests. */

/** How a series repeats: at the same wall time of its zone, so often. */
export interface SimRecurrence {
  readonly every: "day" | "week";
  readonly count: number;
}

export function usualEvent(place: { readonly ownerEmail: string; readonly timeZone: string; readonly now: number }) {
  return {
    sequence: 0,
    updatedAt: place.now,
    status: "confirmed" as const,
    description: "",
    isAllDay: false,
    timeZone: place.timeZone,
    isBusy: true,
    organizerEmail: place.ownerEmail,
    attendees: [],
    ownResponse: "accepted" as const,
    seriesId: null,
    isSeriesMaster: false,
    recurrence: null,
    originalStartsAt: null,
    isException: false,
    iCalUid: null,
    copyOf: null,
    deliveredTo: [],
    meeting: null,
    properties: new Map<string, string>(),
    wire: {},
  };
}
