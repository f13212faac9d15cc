/**
 * Hands a command to the agenda of its coach. When the object dies before it answers, the command is sent once more
 * under the same id, so that the agenda can find out whether it has committed; when that fails too the outcome is
 * unknown, and said to be.
 */
import { isBrokenAssumption } from "../lib/assert.ts";
import { errorSummary, log } from "../lib/log.ts";
import { refused } from "../lib/result.ts";
import type { AgendaCommand, AgendaReply } from "../domain/command.ts";

type AgendaNamespace = Env["COACH_AGENDA"];

export async function submitToAgenda(agendas: AgendaNamespace, command: AgendaCommand): Promise<AgendaReply> {
  try {
    return await sendTo(agendas, command);
  } catch (error) {
    if (isBrokenAssumption(error)) throw error;
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
