/** The check of all audit chains, step by step: how far it is, and where a chain is broken. Reading alone; works without a script. */
import type { Instant } from "../../domain/instant.ts";
import { say } from "../../messages/say.ts";
import { momentInWords } from "../../messages/wording.ts";
import type { Render } from "../layout.tsx";
import { adminPage } from "./frame.tsx";

/** The findings of a check in a chain; null: there is nothing of that kind. */
export interface Broken {
  /** null: the chain of the acts of admins. */
  readonly coachId: string | null;
  readonly brokenSeq: number | null;
  readonly unauditedBookingId: string | null;
  readonly alteredBookingId: string | null;
  readonly alteredPaymentId: string | null;
  readonly brokenAnchorSeq: number | null;
}

export interface AuditView {
  /** null: nothing has been checked yet. */
  readonly progress: { readonly rows: number; readonly chains: number; readonly chainsTotal: number } | null;
  readonly broken: Broken | null;
  /** The findings of the sweep's own check, with their time. */
  readonly findings: readonly (Broken & { readonly at: Instant })[];
  /** IANA. */
  readonly timeZone: string;
  /** The fields of the form that goes on; null: the check has ended. */
  readonly next: Readonly<Record<string, string>> | null;
}

export function auditPage({ progress, broken, findings, timeZone, next }: AuditView): Render {
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
        {findings.length > 0 && (
          <section class="fault" role="alert">
            <h2>{say("audit.findings")}</h2>
            <ul>
              {findings.map((finding) => (
                <li>
                  {momentInWords(finding.at, timeZone)}: {sentenceOf(finding)}
                </li>
              ))}
            </ul>
          </section>
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

function sentenceOf({ coachId, brokenSeq, unauditedBookingId, alteredBookingId, alteredPaymentId, brokenAnchorSeq }: Broken): string {
  if (brokenSeq !== null) {
    const seq = String(brokenSeq);
    return coachId === null ? say("audit.broken.admins", { seq }) : say("audit.broken.coach", { coach: coachId, seq });
  }
  if (unauditedBookingId !== null) return say("audit.unaudited", { booking: unauditedBookingId });
  if (alteredBookingId !== null) return say("audit.altered.booking", { booking: alteredBookingId });
  if (alteredPaymentId !== null) return say("audit.altered.payment", { payment: alteredPaymentId });
  const seq = String(brokenAnchorSeq);
  return coachId === null ? say("audit.anchor.admins", { seq }) : say("audit.anchor.coach", { coach: coachId, seq });
}
