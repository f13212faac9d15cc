/**
 * The Durable Object of one coach: the shell that gives the agenda its clock, its alarm and its database. It stores
 * nothing but the coach's id and one alarm. Every effect it promises is in D1, so losing it loses nothing: the cron
 * sweep wakes whoever has something due.
 */
import { DurableObject } from "cloudflare:workers";
import { compose, type Composition } from "../compose.ts";
import { backoffMs } from "../lib/backoff.ts";
import { errorSummary, log } from "../lib/log.ts";
import { refused } from "../lib/result.ts";
import { SYSTEM } from "../domain/actor.ts";
import type { AgendaCommand, AgendaReply } from "../domain/command.ts";
import { ringsBy } from "../domain/armed-alarm.ts";
import { after, instant, type Instant } from "../domain/instant.ts";
import { ALARM_BACKOFF, DISPATCH_DELAY_MS, DISPATCH_PATIENCE_MS, DISPATCH_QUIET_MS, LAPSES_PER_ALARM_MAX } from "../limits.ts";
import { MAINTENANCE_LOOK_MS } from "../limits/maintenance.ts";
import { EFFECT_PATIENCE_MS } from "../limits/patience.ts";
import { queriesSent } from "../database/open.ts";
import type { NextDue } from "../database/outbox.ts";
import { type DispatchDependencies, dispatchDue } from "../effects/dispatch.ts";
import { effectPorts } from "../effects/ports.ts";
import { Agenda } from "./agenda.ts";

const COACH_ID = "coach_id";

export class CoachAgenda extends DurableObject<Env> {
  #made: Composition | null = null;
  /** Milliseconds from a commit to its dispatch; a subclass made for tests lets no alarm ring by itself. */
  protected readonly dispatchDelayMs: number = DISPATCH_DELAY_MS;
  /** How long nobody has to have asked for anything; a subclass made for tests does not wait. */
  protected readonly quietMs: number = DISPATCH_QUIET_MS;
  /** How long an alarm waits for effects that are under way; a subclass made for tests waits for all of them. */
  protected readonly effectPatienceMs: number = EFFECT_PATIENCE_MS;
  /** Since when effects that are due have let commands go first; null: none do. */
  #waitingSince: Instant | null = null;
  /** The time that the alarm was last found to be set to, until it rings: asking for it is a tenth of a booking's work. */
  #armedAt: Instant | null = null;
  /** Whether the storage is known to hold the coach's id: written once, a row less for each alarm that is set. */
  #isNamed = false;
  /** Alarms in a row whose work failed. */
  #failures = 0;
  #agenda: { readonly coachId: string; readonly agenda: Promise<Agenda> } | null = null;

  /**
   * Decides one command (JSON of `AgendaCommand`); answers (JSON of `AgendaReply`) when what it changes is committed.
   * Text, because RPC takes an object apart value by value, which was a good tenth of what a booking cost.
   */
  async submit(text: string): Promise<string> {
    const command = JSON.parse(text) as AgendaCommand;
    if (this.#parts.config.isInMaintenance) {
      const reply: AgendaReply = { result: refused({ tag: "busy" }), requestId: command.requestId, replayed: false };
      return JSON.stringify(reply);
    }
    const agenda = await this.#agendaOf(command.coachId);
    return JSON.stringify(await agenda.submit(command));
  }

  /** Wakes the object as if its alarm had rung: for the sweep, when an alarm was missed. */
  async wake(coachId: string): Promise<void> {
    await this.#arm(coachId, this.#now());
  }

  /** Composes what it works with, and stores nothing: for the deep look at the service's health. */
  look(): void {
    void this.#parts;
  }

  override async alarm(): Promise<void> {
    this.#armedAt = null;
    const coachId = await this.ctx.storage.get<string>(COACH_ID);
    if (coachId === undefined) return;
    this.#isNamed = true;
    try {
      if (this.#parts.config.isInMaintenance) return await this.#arm(coachId, after(this.#now(), MAINTENANCE_LOOK_MS));
      const agenda = await this.#agendaOf(coachId);
      if (this.#mayWait(agenda)) return await this.#arm(coachId, after(this.#parts.now(), this.dispatchDelayMs));
      const dispatch = this.#dispatch(coachId);
      const sentBefore = queriesSent(dispatch.database);
      let next = await dispatchDue(dispatch, coachId, sentBefore);
      if (next.lapse !== null && next.lapse <= this.#parts.now()) {
        await this.#lapse(coachId, agenda);
        next = await dispatchDue(dispatch, coachId, sentBefore);
      }
      this.#waitingSince = null;
      this.#failures = 0;
      await this.#armNext(coachId, next);
    } catch (error) {
      // Caught, because an alarm that throws is retried six times and then never again.
      log("error", "alarm_failed", { coach_id: coachId, error: errorSummary(error) });
      this.#failures += 1;
      await this.#arm(coachId, after(this.#now(), backoffMs(this.#failures, ALARM_BACKOFF, this.#random())));
    }
  }

  /** At first use and not in the constructor: one that throws ends an object's alarms for good, a moment's wrong variable with it. */
  get #parts(): Composition {
    return (this.#made ??= this.compose());
  }

  /** Also where nothing can be composed. */
  #now(): Instant {
    return this.#made?.now() ?? instant(Date.now());
  }

  /** In [0, 1). */
  #random(): number {
    return this.#made?.random() ?? Math.random();
  }

  /** A subclass made for tests puts faults in the way of the database. */
  protected compose(): Composition {
    return compose(this.env);
  }

  async #lapse(coachId: string, agenda: Agenda): Promise<void> {
    const commandId = crypto.randomUUID();
    const command = { kind: "lapse", commandId, requestId: commandId, coachId, author: SYSTEM, claim: null } as const;
    const { result } = await agenda.submit(command);
    if (!result.ok) throw new Error(`lapse refused: ${result.problem.tag}`);
    if (result.value.kind === "lapsed" && result.value.count >= LAPSES_PER_ALARM_MAX) await this.#arm(coachId, this.#parts.now());
  }

  /**
   * Effects wait for a quiet moment of this object: people wait for its answers, and its effects need the same database.
   * They wait no longer than `DISPATCH_PATIENCE_MS`, and nothing is read to find that out.
   */
  #mayWait({ isBusy, lastAskedAt }: Agenda): boolean {
    const now = this.#parts.now();
    const isQuiet = !isBusy && (lastAskedAt === null || now >= after(lastAskedAt, this.quietMs));
    if (isQuiet) return false;
    this.#waitingSince ??= now;
    return now < after(this.#waitingSince, DISPATCH_PATIENCE_MS);
  }

  #dispatch(coachId: string): DispatchDependencies {
    return {
      ...effectPorts(this.#parts),
      submit: async (command) => await (await this.#agendaOf(coachId)).submit(command),
      patienceMs: this.effectPatienceMs,
      // Work that is under way keeps the object alive. An object that dies all the same, or cannot note the outcome, leaves a lease that ends.
      goesOn: (work) =>
        void work.then(
          async (next) => await this.#armNext(coachId, next),
          (error: unknown) => log("error", "effect_not_settled", { coach_id: coachId, error: errorSummary(error) }),
        ),
    };
  }

  async #armNext(coachId: string, { lapse, effect }: NextDue): Promise<void> {
    const dues = [lapse, effect].filter((due) => due !== null);
    if (dues.length > 0) await this.#arm(coachId, instant(Math.min(...dues)));
  }

  /** One alarm serves everything: it rings at the earliest moment asked for. */
  async #arm(coachId: string, at: Instant): Promise<void> {
    // A time that has passed without a ring is no promise any more.
    if (this.#armedAt !== null && this.#armedAt > this.#now() && this.#armedAt <= at) return;
    const armed = await this.ctx.storage.getAlarm();
    if (armed !== null && ringsBy(armed, at, this.#now())) {
      this.#armedAt = instant(armed);
      return;
    }
    if (!this.#isNamed) await this.ctx.storage.put(COACH_ID, coachId);
    this.#isNamed = true;
    await this.ctx.storage.setAlarm(at);
    this.#armedAt = at;
  }

  async #agendaOf(coachId: string): Promise<Agenda> {
    this.#agenda ??= { coachId, agenda: this.#open(coachId) };
    const { agenda } = this.#agenda;
    try {
      return await agenda;
    } catch (error) {
      // An account that could not be opened is opened anew by the next caller.
      if (this.#agenda.agenda === agenda) this.#agenda = null;
      throw error;
    }
  }

  async #open(coachId: string): Promise<Agenda> {
    const { config, database, measure, now } = this.#parts;
    return new Agenda({
      database,
      auditKeys: await this.#parts.auditKeys(),
      caps: config.clientCaps,
      now,
      arm: (at) => this.#arm(coachId, at),
      measure,
      dispatchDelayMs: this.dispatchDelayMs,
    });
  }
}
