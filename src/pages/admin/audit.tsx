/** The check of all audit chains, step by step: how far it is, and where a chain is broken. Reading alone; works without a script. */
import { say } from "../../messages/say.ts";
import type { Render } from "../layout.tsx";
import { adminPage } from "./frame.tsx";

interface Broken {
  readonly coachId: string | null;
  readonly seq: number | null;
  readonly unauditedBookingId: string | null;
}

export interface AuditView {
  /** null: nothing has been checked yet. */
  readonly progress: { readonly rows: number; readonly chains: number; readonly chainsTotal: number } | null;
  readonly broken: Broken | null;
  /** The fields of the form that goes on; null: the check has ended. */
  readonly next: Readonly<Record<string, string>> | null;
}

export function auditPage({ progress, broken, next }: AuditView): Render {
  return adminPage({
    title: say("audit.title"),
    at: "audit",
    children: (
      <>
        <p class="lead">{say("audit.lead")}</p>
        {progress !== null && (
          <div role="status">
            <p>
              <progress
                value={Math.min(progress.chains, progress.chainsTotal)}
                max={progress.chainsTotal}
                aria-label={say("audit.title")}
              />
            </p>
            <p>{say("audit.progress", { rows: progress.rows, chains: progress.chains })}</p>
            {next === null && broken === null && (
              <p>
                <strong>{say("audit.whole")}</strong>
              </p>
            )}
          </div>
        )}
        {broken !== null && (
          <div class="fault" role="alert">
            <h2>{say("error.title")}</h2>
            <p>{sentenceOf(broken)}</p>
            <p>{say("audit.broken.do")}</p>
          </div>
        )}
        <form method="get" action="/admin/audit" class="form">
          {Object.entries(next ?? { after: "0" }).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <button type="submit">{progress === null || next === null ? say("audit.begin") : say("audit.on")}</button>
        </form>
      </>
    ),
  });
}

function sentenceOf({ coachId, seq, unauditedBookingId }: Broken): string {
  if (seq === null) return say("audit.unaudited", { booking: unauditedBookingId ?? "" });
  return coachId === null
    ? say("audit.broken.admins", { seq: String(seq) })
    : say("audit.broken.coach", { coach: coachId, seq: String(seq) });
}
