/** The mailbox among the simulators, as a test reads it. */
export interface MailboxMail {
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly calendar: { readonly method: string; readonly text: string } | null;
  /** How often it was accepted. */
  readonly times: number;
}

export async function mailsTo(address: string): Promise<readonly MailboxMail[]> {
  const response = await fetch(`https://mail.test/messages?to=${encodeURIComponent(address)}`);
  return (await response.json<{ messages: MailboxMail[] }>()).messages;
}

interface MailFault {
  readonly to: string;
  readonly status: number | null;
  readonly times: number;
  readonly after_commit?: boolean;
}

export async function orderMailFault(fault: MailFault): Promise<void> {
  await fetch("https://mail.test/faults", { method: "POST", body: JSON.stringify(fault) });
}

export async function endMailFaults(to: string): Promise<void> {
  await fetch(`https://mail.test/faults?to=${encodeURIComponent(to)}`, { method: "DELETE" });
}
