/**
 * What `npm start` prints after the ready line: curls to paste, and where to look. Each curl is one line, in single
 * quotes and without characters that a shell would read in them, so that it works in sh, bash, zsh, fish and csh alike.
 */
import type { Slot } from "./api.ts";

export interface NextSteps {
  readonly workerUrl: string;
  readonly simulatorsUrl: string;
  /** Settings that `npm run token` needs to speak of this server; empty where they are the defaults. */
  readonly tokenSettings: readonly string[];
  readonly coachId: string;
  readonly coachName: string;
  readonly clientName: string;
  readonly clientToken: string;
  readonly timeZone: string;
  readonly durationMinutes: number;
  readonly startDate: string;
  readonly endDate: string;
  /** A time that is free now; undefined when the look-up found none. */
  readonly slot: Slot | undefined;
  readonly healthSecret: string;
}

function quoted(value: string): string {
  if (/['!\\\n]/.test(value)) throw new Error("a value that not every shell takes as it is");
  return `'${value}'`;
}

function listCurl(steps: NextSteps): string {
  const { workerUrl, coachId, startDate, endDate, durationMinutes } = steps;
  const query = `start_date=${startDate}&end_date=${endDate}&duration_minutes=${String(durationMinutes)}`;
  return `curl -sS ${quoted(`${workerUrl}/booking/coach/${coachId}/availability?${query}`)}`;
}

function bookCurl(steps: NextSteps, slot: Slot): string {
  const body = JSON.stringify({
    coach_id: steps.coachId,
    session_datetime: slot.starts_at,
    duration_minutes: steps.durationMinutes,
  });
  return [
    `curl -sS ${quoted(`${steps.workerUrl}/booking`)}`,
    `-H ${quoted(`Authorization: Bearer ${steps.clientToken}`)}`,
    `-H ${quoted("Content-Type: application/json")}`,
    `-d ${quoted(body)}`,
  ].join(" ");
}

function healthCurl({ workerUrl, healthSecret }: NextSteps): string {
  return `curl -sS -H ${quoted(`Health-Secret: ${healthSecret}`)} ${quoted(`${workerUrl}/health/deep`)}`;
}

export function nextSteps(steps: NextSteps): string {
  const booking =
    steps.slot === undefined
      ? [`(${steps.coachName} has no free time in the next days, so there is no booking to paste.)`]
      : [`Book ${steps.slot.starts_at} as ${steps.clientName}; paste it twice to see a refusal:`, "", bookCurl(steps, steps.slot)];
  // `env NAME=value`, because not every shell takes NAME=value before a command.
  const settings =
    steps.tokenSettings.length === 0
      ? ""
      : `env ${steps.tokenSettings.map((setting) => `'${setting.replaceAll("'", "'\\''")}'`).join(" ")} `;
  const token = `${settings}npm run token --`;
  return [
    "",
    `Times of ${steps.coachName}, ${steps.timeZone}:`,
    "",
    listCurl(steps),
    "",
    ...booking,
    "",
    `The pages: book, pay, set hours:      ${steps.workerUrl}/`,
    `The API, to read and to try:          ${steps.workerUrl}/docs`,
    `Times on another site's page:         ${steps.simulatorsUrl}/embed-demo`,
    `The mails it sends:                   ${steps.simulatorsUrl}/mailbox/`,
    `People, tokens and other stand-ins:   ${steps.simulatorsUrl}/`,
    `Another token:                        ${token} --role client`,
    `Is it well, part by part:             ${healthCurl(steps)}`,
    "Ctrl-C ends everything.",
    "",
  ].join("\n");
}
