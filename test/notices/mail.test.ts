/** The two senders: what they hand over, and how each failure is sorted. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { cloudflareMail } from "../../src/notices/cloudflare-mail.ts";
import { httpMail } from "../../src/notices/http-mail.ts";
import type { MailMessage } from "../../src/notices/mail.ts";

const MESSAGE: MailMessage = {
  to: "ben@people.test",
  from: "booking@service.test",
  fromName: "CultureBridge Booking",
  subject: "Confirmed: session with Ána",
  html: "<p>Hello</p>",
  text: "Hello\n",
  calendar: { method: "CANCEL", text: "BEGIN:VCALENDAR\r\nSUMMARY:Ána\r\nEND:VCALENDAR\r\n" },
  messageId: "6f3c9c1e:confirmed:2:client",
};

const sent = { ok: true, value: null };
const rejected = (reason: string) => ({ ok: false, problem: { kind: "rejected", reason } });
const later = (reason: string, mayHaveBeenSent: boolean) => ({ ok: false, problem: { kind: "retry_later", reason, mayHaveBeenSent } });

function bindingOf(send: (builder: EmailMessageBuilder) => Promise<EmailSendResult>): SendEmail {
  return { send } as SendEmail;
}

describe("Cloudflare's binding", () => {
  test("gets HTML, text and the invitation as bytes under a type that names its method", async () => {
    const builders: EmailMessageBuilder[] = [];
    const binding = bindingOf(async (builder) => {
      builders.push(builder);
      return { messageId: "theirs" };
    });
    expect(await cloudflareMail(binding).send(MESSAGE)).toEqual(sent);
    expect(builders).toEqual([
      {
        to: "ben@people.test",
        from: { email: "booking@service.test", name: "CultureBridge Booking" },
        subject: MESSAGE.subject,
        html: MESSAGE.html,
        text: MESSAGE.text,
        headers: { "Auto-Submitted": "auto-generated", "X-Notice-Id": MESSAGE.messageId },
        attachments: [
          {
            disposition: "attachment",
            filename: "invite.ics",
            type: "text/calendar; method=CANCEL; charset=utf-8",
            content: new TextEncoder().encode(MESSAGE.calendar?.text),
          },
        ],
      },
    ]);
  });

  test("takes such a message in the local runtime", async () => {
    expect(await cloudflareMail(env.MAIL).send(MESSAGE)).toEqual(sent);
    expect(await cloudflareMail(env.MAIL).send({ ...MESSAGE, calendar: null })).toEqual(sent);
  });

  test.each([
    ["E_RECIPIENT_SUPPRESSED", rejected("E_RECIPIENT_SUPPRESSED")],
    ["E_RATE_LIMIT_EXCEEDED", later("E_RATE_LIMIT_EXCEEDED", false)],
    ["E_SENDER_NOT_VERIFIED", later("E_SENDER_NOT_VERIFIED", false)],
    ["E_DAILY_LIMIT_EXCEEDED", { ok: false, problem: { kind: "used_up", reason: "E_DAILY_LIMIT_EXCEEDED" } }],
    ["E_DELIVERY_FAILED", { ok: false, problem: { kind: "undelivered", reason: "E_DELIVERY_FAILED" } }],
    ["E_INTERNAL_SERVER_ERROR", later("E_INTERNAL_SERVER_ERROR", true)],
    [undefined, later("unknown", true)],
  ])("an error with the code %s", async (code, expected) => {
    const binding = bindingOf(() =>
      Promise.reject(Object.assign(new Error("no mail for ben@people.test"), code === undefined ? {} : { code })),
    );
    expect(await cloudflareMail(binding).send(MESSAGE)).toEqual(expected);
  });

  test("a sender that never answers is given up, and may have sent", async () => {
    const binding = bindingOf(() => new Promise(() => undefined));
    expect(await cloudflareMail(binding, 1).send(MESSAGE)).toEqual(later("timeout", true));
  });
});

describe("the mailbox", () => {
  const answering = (status: number) => httpMail("http://127.0.0.1/messages", async () => new Response(null, { status }));

  test("gets the message as JSON", async () => {
    const requests: Request[] = [];
    const sender = httpMail("http://127.0.0.1/messages", async (url, init) => {
      requests.push(new Request(url, init));
      return new Response(null, { status: 202 });
    });
    expect(await sender.send(MESSAGE)).toEqual(sent);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.method).toBe("POST");
    expect(await requests[0]?.json()).toEqual(MESSAGE);
  });

  test.each([
    [400, rejected("status_400")],
    [302, rejected("status_302")],
    [408, later("status_408", true)],
    [429, later("status_429", false)],
    [500, later("status_500", true)],
    [503, later("status_503", false)],
  ])("status %i", async (status, expected) => {
    expect(await answering(status).send(MESSAGE)).toEqual(expected);
  });

  test("a lost connection and a hang may have sent", async () => {
    const lost = httpMail("http://127.0.0.1/messages", () => Promise.reject(new TypeError("connection lost")));
    expect(await lost.send(MESSAGE)).toEqual(later("connection", true));
    const hanging = httpMail("http://127.0.0.1/messages", untilAborted, 1);
    expect(await hanging.send(MESSAGE)).toEqual(later("timeout", true));
  });
});

describe("S46 nothing that could make a header reaches a sender", () => {
  test.each([
    [{ to: "ben@people.test\r\nBcc: eve@evil.test" }, "recipient_address"],
    [{ to: "ben@people.test, eve@evil.test" }, "recipient_address"],
    [{ from: "nobody" }, "sender_address"],
    [{ subject: "Hello\r\nBcc: eve@evil.test" }, "header_text"],
    [{ subject: "" }, "header_text"],
    [{ fromName: "A\nB" }, "header_text"],
    [{ messageId: "a\rb" }, "header_text"],
  ])("%j", async (changes, reason) => {
    const never = () => Promise.reject(new Error("must not be called"));
    const message = { ...MESSAGE, ...changes };
    expect(await cloudflareMail(bindingOf(never)).send(message)).toEqual(rejected(reason));
    expect(await httpMail("http://127.0.0.1/messages", never).send(message)).toEqual(rejected(reason));
  });
});

function untilAborted(_url: string, init: RequestInit): Promise<Response> {
  return new Promise((_resolve, reject) => {
    init.signal?.addEventListener("abort", () => {
      reject(init.signal?.reason instanceof Error ? init.signal.reason : new Error("aborted"));
    });
  });
}
