/**
 * Hands a command to the agenda of its coach. When the object dies before it answers, the command is sent once more
 * under the same id, so that the agenda can find out whether it has committed; when that fails too the outcome is
 * unknown, and said to be. An object that is overloaded has not taken the command and is not asked again.
 */
import { isBrokenAssumption } from "../lib/assert.ts";
import { errorSummary, log } from "../lib/log.ts";
import { refused } from "../lib/result.ts";
import type { AgendaCommand, AgendaReply } from "../domain/command.ts";
import type { Stubs } from "./object-home.ts";

type AgendaNamespace = Stubs<Env["COACH_AGENDA"]>;

export async function submitToAgenda(agendas: AgendaNamespace, command: AgendaCommand): Promise<AgendaReply> {
  try {
    return await sendTo(agendas, command);
  } catch (error) {
    if (isBrokenAssumption(error)) throw error;
    if (isTurnedAway(error)) {
      log("warn", "agenda_overloaded", { request_id: command.requestId });
      return { result: refused({ tag: "busy" }), requestId: command.requestId, replayed: false };
    }
    log("warn", "agenda_lost", { request_id: command.requestId, error: errorSummary(error) });
  }
  try {
    return await sendTo(agendas, { ...command, isRetry: true });
  } catch (error) {
    if (isBrokenAssumption(error)) throw error;
    log("error", "agenda_lost_again", { request_id: command.requestId, error: errorSummary(error) });
    return { result: refused({ tag: "outcome_unknown" }), requestId: command.requestId, replayed: false };
  }
}

async function sendTo(agendas: AgendaNamespace, command: AgendaCommand): Promise<AgendaReply> {
  return JSON.parse(await agendas.getByName(command.coachId).submit(JSON.stringify(command))) as AgendaReply;
}

/**
 * The platform queues no more calls for the object: https://developers.cloudflare.com/durable-objects/best-practices/error-handling/. With
 * `remote` the object itself has thrown it, of something that it asked.
 */
function isTurnedAway(error: unknown): boolean {
  const { overloaded, remote } = error as { readonly overloaded?: unknown; readonly remote?: unknown };
  return overloaded === true && remote !== true;
}
