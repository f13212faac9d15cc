/**
 * The owner of a mailbox at random, and a judge of what then blocks their time (I21). Each act is done by hand in the
 * simulator and written into a list of the judge's own, with arithmetic of its own: series by adding days, all-day events by
 * the fixed offset of the mailbox's zone in winter. It reads nothing of the service and nothing of the simulator's lists.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import type { Mailbox } from "../support/calendar-sim.ts";

/** New York in winter; the stories end before March. */
const MAILBOX_ZONE = "America/New_York";
const MAILBOX_OFFSET_MS = 5 * HOUR_MS;
const SECOND_CALENDAR = "second-calendar";

interface Entry {
  readonly id: string;
  readonly seriesId: string | null;
  readonly calendarId: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly blocks: boolean;
  readonly isAllDay: boolean;
}

export interface Stretch {
  readonly startsAt: number;
  readonly endsAt: number;
}

export class OwnersTime {
  readonly #mailbox: Mailbox;
  readonly #roll: () => number;
  readonly #firstDayAt: number;
  readonly #days: number;
  readonly acts = new Map<string, number>();
  #entries: Entry[] = [];
  #hasSecond = true;

  /** `firstDayAt`: a midnight, UTC. */
  constructor(mailbox: Mailbox, roll: () => number, firstDayAt: number, days: number) {
    this.#mailbox = mailbox;
    this.#roll = roll;
    this.#firstDayAt = firstDayAt;
    this.#days = days;
  }

  /** Before the consent: a zone of the mailbox and a second calendar, whose id is answered. */
  async settle(): Promise<string> {
    await this.#mailbox.admin("calendars", { id: "primary", time_zone: MAILBOX_ZONE });
    await this.#mailbox.admin("calendars", { id: SECOND_CALENDAR, name: "Family", time_zone: MAILBOX_ZONE });
    return SECOND_CALENDAR;
  }

  /** All that blocks, as the judge knows it. */
  busy(): readonly Stretch[] {
    return this.#entries.filter(({ blocks }) => blocks);
  }

  async act(): Promise<void> {
    const choice = this.#roll();
    const name = await this.#perform(choice);
    this.acts.set(name, (this.acts.get(name) ?? 0) + 1);
  }

  async #perform(choice: number): Promise<string> {
    if (choice < 0.18) return await this.#addOne();
    if (choice < 0.34) return await this.#addSeries();
    if (choice < 0.44) return await this.#addAllDay();
    if (choice < 0.56) return await this.#move();
    if (choice < 0.68) return await this.#delete();
    if (choice < 0.76) return await this.#show();
    if (choice < 0.84) return await this.#deleteSeries();
    if (choice < 0.92) return await this.#transfer();
    if (choice < 0.98) return await this.#renameSecond();
    return await this.#removeSecond();
  }

  async #addOne(): Promise<string> {
    const time = this.#anyTime();
    const calendarId = this.#anyCalendar();
    const { id } = await this.#mailbox.admin<{ id: string }>("events/create", { ...timesOf(time), calendar_id: calendarId });
    this.#entries.push({ id, seriesId: null, calendarId, ...time, blocks: true, isAllDay: false });
    return "single";
  }

  async #addSeries(): Promise<string> {
    const time = this.#anyTime();
    const calendarId = this.#anyCalendar();
    const isWeekly = this.#roll() < 0.6;
    const count = 2 + Math.floor(this.#roll() * 3);
    const asked = { ...timesOf(time), calendar_id: calendarId, every: isWeekly ? "week" : "day", count };
    const made = await this.#mailbox.admin<{ id: string; occurrence_ids: string[] }>("events/create-series", asked);
    const stepMs = isWeekly ? 7 * DAY_MS : DAY_MS;
    this.#entries.push(
      ...made.occurrence_ids.map((id, index) => ({
        id,
        seriesId: made.id,
        calendarId,
        startsAt: time.startsAt + index * stepMs,
        endsAt: time.endsAt + index * stepMs,
        blocks: true,
        isAllDay: false,
      })),
    );
    return "series";
  }

  async #addAllDay(): Promise<string> {
    const day = this.#firstDayAt + Math.floor(this.#roll() * this.#days) * DAY_MS;
    const calendarId = this.#anyCalendar();
    const dates = timesOf({ startsAt: day, endsAt: day + DAY_MS });
    const { id } = await this.#mailbox.admin<{ id: string }>("events/create", { ...dates, is_all_day: true, calendar_id: calendarId });
    const [startsAt, endsAt] = [day + MAILBOX_OFFSET_MS, day + DAY_MS + MAILBOX_OFFSET_MS];
    this.#entries.push({ id, seriesId: null, calendarId, startsAt, endsAt, blocks: true, isAllDay: true });
    return "all-day";
  }

  async #move(): Promise<string> {
    const entry = this.#any(({ isAllDay }) => !isAllDay);
    if (entry === null) return "nothing";
    const time = this.#anyTime();
    await this.#mailbox.admin("events/move", { event_id: entry.id, ...timesOf(time) });
    this.#replace({ ...entry, ...time });
    return entry.seriesId === null ? "moved" : "occurrence moved";
  }

  async #delete(): Promise<string> {
    const entry = this.#any(() => true);
    if (entry === null) return "nothing";
    await this.#mailbox.admin("events/delete", { event_id: entry.id });
    this.#entries = this.#entries.filter(({ id }) => id !== entry.id);
    return entry.seriesId === null ? "deleted" : "occurrence deleted";
  }

  async #show(): Promise<string> {
    const entry = this.#any(() => true);
    if (entry === null) return "nothing";
    await this.#mailbox.admin("events/busy", { event_id: entry.id, is_busy: !entry.blocks });
    this.#replace({ ...entry, blocks: !entry.blocks });
    return entry.blocks ? "shown as free" : "shown as busy";
  }

  async #deleteSeries(): Promise<string> {
    const seriesId = this.#any((entry) => entry.seriesId !== null)?.seriesId ?? null;
    if (seriesId === null) return "nothing";
    await this.#mailbox.admin("events/delete", { event_id: seriesId });
    this.#entries = this.#entries.filter((entry) => entry.seriesId !== seriesId);
    return "series deleted";
  }

  async #transfer(): Promise<string> {
    const entry = this.#any(({ seriesId }) => seriesId === null);
    if (entry === null || !this.#hasSecond) return "nothing";
    const calendarId = entry.calendarId === "primary" ? SECOND_CALENDAR : "primary";
    const { id } = await this.#mailbox.admin<{ id: string }>("events/transfer", { event_id: entry.id, calendar_id: calendarId });
    this.#entries = this.#entries.filter((other) => other.id !== entry.id);
    this.#entries.push({ ...entry, id, calendarId });
    return "transferred";
  }

  async #renameSecond(): Promise<string> {
    if (!this.#hasSecond) return "nothing";
    await this.#mailbox.admin("calendars", { id: SECOND_CALENDAR, name: `Family ${String(Math.floor(this.#roll() * 1_000))}` });
    return "calendar renamed";
  }

  async #removeSecond(): Promise<string> {
    if (!this.#hasSecond) return "nothing";
    await this.#mailbox.admin("calendars/remove", { id: SECOND_CALENDAR });
    this.#hasSecond = false;
    this.#entries = this.#entries.filter(({ calendarId }) => calendarId !== SECOND_CALENDAR);
    return "calendar removed";
  }

  #any(fits: (entry: Entry) => boolean): Entry | null {
    const fitting = this.#entries.filter(fits);
    return fitting[Math.floor(this.#roll() * fitting.length)] ?? null;
  }

  #replace(entry: Entry): void {
    this.#entries = this.#entries.map((other) => (other.id === entry.id ? entry : other));
  }

  #anyCalendar(): string {
    return this.#hasSecond && this.#roll() < 0.3 ? SECOND_CALENDAR : "primary";
  }

  /** Within the working hours of most days, at any quarter of an hour. */
  #anyTime(): Stretch {
    const day = Math.floor(this.#roll() * this.#days) * DAY_MS;
    const startsAt = this.#firstDayAt + day + 8 * HOUR_MS + Math.floor(this.#roll() * 36) * 15 * MINUTE_MS;
    return { startsAt, endsAt: startsAt + (1 + Math.floor(this.#roll() * 6)) * 15 * MINUTE_MS };
  }
}

function timesOf({ startsAt, endsAt }: Stretch): { starts_at: string; ends_at: string } {
  return { starts_at: new Date(startsAt).toISOString(), ends_at: new Date(endsAt).toISOString() };
}

export function meets(one: Stretch, other: Stretch): boolean {
  return one.startsAt < other.endsAt && other.startsAt < one.endsAt;
}
