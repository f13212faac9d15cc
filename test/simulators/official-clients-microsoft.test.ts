/**
 * Microsoft's own client and its library for signing in walk what the product does, against the stand-in: an answer that they choke
 * on is one that Microsoft would not give. Over HTTP, on a port of this machine; both insist on the real addresses and are led there.
 */
import { ConfidentialClientApplication, CryptoProvider, type INetworkModule, type NetworkRequestOptions } from "@azure/msal-node";
import { AuthenticationHandler, Client, GraphError, type Middleware, PageIterator } from "@microsoft/microsoft-graph-client";
import type { Calendar, Event, Subscription } from "@microsoft/microsoft-graph-types";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CLIENT, listen, REDIRECT } from "./loopback.ts";

/** `profile` because the library asks for it unbidden. */
const SCOPES = ["openid", "profile", "email", "offline_access", "Calendars.ReadWrite"];
const HOUR_MS = 3_600_000;
const PREFER = 'IdType="ImmutableId", outlook.timezone="UTC"';

let simulators: Awaited<ReturnType<typeof listen>>;
let people = 0;

beforeAll(async () => {
  simulators = await listen();
});
afterAll(() => {
  simulators.close();
});

async function send<Body>(method: "GET" | "POST", url: string, { headers, body }: NetworkRequestOptions = {}) {
  const answer = await simulators.fetchReal(url, { method, headers: headers ?? {}, body: method === "GET" ? null : (body ?? "") });
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: (await answer.json()) as Body };
}

const networkClient: INetworkModule = {
  sendGetRequestAsync: async <Body>(url: string, options?: NetworkRequestOptions) => await send<Body>("GET", url, options),
  sendPostRequestAsync: async <Body>(url: string, options?: NetworkRequestOptions) => await send<Body>("POST", url, options),
};

/** Instead of the library's last handler, which would call the real address. */
const onLoopback: Middleware = {
  execute: async (context) => {
    const { request, options } = context;
    context.response = await simulators.fetchReal(typeof request === "string" ? request : request.url, options);
  },
};

interface Person {
  readonly account: string;
  readonly application: ConfidentialClientApplication;
  readonly graph: Client;
}

async function signedIn(): Promise<Person> {
  people += 1;
  const account = `microsoft:ana-${String(people)}@example.test`;
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const asked = { account, redirect_uri: REDIRECT, code_challenge: challenge, scopes: SCOPES };
  const { code } = await simulators.sim<{ code: string }>("consent", asked);
  const application = new ConfidentialClientApplication({
    auth: { clientId: CLIENT.id, clientSecret: CLIENT.secret, authority: "https://login.microsoftonline.com/common" },
    system: { networkClient },
  });
  const token = await application.acquireTokenByCode({ code, scopes: SCOPES, redirectUri: REDIRECT, codeVerifier: verifier });
  expect(token.account?.username).toBe(account.replace("microsoft:", ""));
  const authentication = new AuthenticationHandler({ getAccessToken: async () => await Promise.resolve(token.accessToken) });
  authentication.setNext(onLoopback);
  return { account, application, graph: Client.initWithMiddleware({ middleware: authentication }) };
}

function at(hours: number): string {
  return new Date(Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + hours * HOUR_MS).toISOString().slice(0, 19);
}

function draft(more: Event = {}): Event {
  return { subject: "Session", start: { dateTime: at(24), timeZone: "UTC" }, end: { dateTime: at(25), timeZone: "UTC" }, ...more };
}

async function refused(act: Promise<unknown>): Promise<readonly [status: number, code: string | null]> {
  const error: unknown = await act.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof GraphError)) throw new TypeError(`not refused: ${String(error)}`);
  return [error.statusCode, error.code];
}

const view = `?startDateTime=${at(0)}Z&endDateTime=${at(24 * 30)}Z`;

test("signs in and gets another token by the refresh token it keeps", async () => {
  const { application } = await signedIn();
  const [account] = await application.getTokenCache().getAllAccounts();
  if (account === undefined) throw new TypeError("nobody signed in");
  const again = await application.acquireTokenSilent({ account, scopes: ["Calendars.ReadWrite"], forceRefresh: true });
  expect([again.fromCache, again.scopes]).toEqual([false, expect.arrayContaining(["Calendars.ReadWrite"])]);
});

test("makes, reads, changes, cancels and deletes an event with guests and a link", async () => {
  const { graph } = await signedIn();
  const events = (path = ""): ReturnType<Client["api"]> => graph.api(`/me/events${path}`).header("Prefer", PREFER);
  const body = draft({
    transactionId: "t-1",
    isOnlineMeeting: true,
    onlineMeetingProvider: "teamsForBusiness",
    attendees: [{ type: "required", emailAddress: { address: "bea@example.test", name: "Bea" } }],
  });
  const made = (await events().post(body)) as Event;
  expect(made.onlineMeeting?.joinUrl).toMatch(/^https:\/\/teams\.microsoft\.com\//u);
  expect(await refused(events().post(body))).toEqual([409, "ErrorDuplicateTransactionId"]);
  const path = `/${made.id ?? ""}`;
  expect(((await events(path).get()) as Event).start?.dateTime).toBe(`${at(24)}.0000000`);
  const patch = {
    start: { dateTime: at(25), timeZone: "Pacific Standard Time" },
    end: { dateTime: at(26), timeZone: "Pacific Standard Time" },
  };
  expect(((await events(path).patch(patch)) as Event).subject).toBe("Session");
  expect(await refused(events(path).header("If-Match", 'W/"old"').patch({ subject: "x" }))).toEqual([412, "ErrorIrresolvableConflict"]);
  await events(`${path}/cancel`).post({ comment: "Sorry" });
  expect(await refused(events(path).get())).toEqual([404, "ErrorItemNotFound"]);
  const other = (await events().post(draft())) as Event;
  await events(`/${other.id ?? ""}`).delete();
  expect(await refused(events(`/${other.id ?? ""}`).delete())).toEqual([404, "ErrorItemNotFound"]);
});

test("reads calendars and their views over pages, and what has changed since", async () => {
  const { graph } = await signedIn();
  const calendar = (await graph.api("/me/calendar").get()) as Calendar;
  expect(calendar.allowedOnlineMeetingProviders).toEqual(["teamsForBusiness"]);
  expect(((await graph.api("/me/calendars").get()) as { value: Calendar[] }).value).toHaveLength(1);
  for (const hours of [24, 26, 28]) {
    await graph.api("/me/events").post(
      draft({
        subject: String(hours),
        start: { dateTime: at(hours), timeZone: "UTC" },
        end: { dateTime: at(hours + 1), timeZone: "UTC" },
      }),
    );
  }
  const select = ["id", "subject", "start", "end", "showAs", "isCancelled", "isAllDay", "responseStatus", "type"];
  const page = (await graph
    .api(`/me/calendars/${calendar.id ?? ""}/calendarView${view}`)
    .select(select)
    .top(2)
    .get()) as { value: Event[] };
  const seen: Event[] = [];
  const iterator = new PageIterator(graph, page, (event: Event) => seen.push(event) > 0);
  await iterator.iterate();
  expect(seen.map(({ subject }) => subject)).toEqual(["24", "26", "28"]);

  let link: string | undefined = `/me/calendarView/delta${view}`;
  let delta = "";
  while (link !== undefined) {
    const round = (await graph.api(link).header("Prefer", `${PREFER}, odata.maxpagesize=2`).get()) as Record<string, string | undefined>;
    link = round["@odata.nextLink"];
    delta = round["@odata.deltaLink"] ?? delta;
  }
  await graph.api(`/me/events/${seen[0]?.id ?? ""}`).delete();
  const since = (await graph.api(delta).get()) as { value: unknown[] };
  expect(since.value).toEqual([expect.objectContaining({ id: seen[0]?.id, "@removed": { reason: "deleted" } })]);
});

test("opens, renews and ends a subscription whose addresses were proved", async () => {
  const { graph } = await signedIn();
  const wanted = (minutes: number): Subscription => ({
    changeType: "created,updated,deleted",
    notificationUrl: "https://app.example.test/hooks/graph",
    lifecycleNotificationUrl: "https://app.example.test/hooks/graph?life=1",
    resource: "me/events",
    expirationDateTime: new Date(Date.now() + minutes * 60_000).toISOString(),
    clientState: "state",
  });
  expect((await refused(graph.api("/subscriptions").post(wanted(20_000))))[0]).toBe(400);
  const made = (await graph.api("/subscriptions").post(wanted(4_200))) as Subscription;
  const path = `/subscriptions/${made.id ?? ""}`;
  const { expirationDateTime } = wanted(5_000);
  expect(((await graph.api(path).patch({ expirationDateTime })) as Subscription).id).toBe(made.id);
  await graph.api(path).delete();
  expect((await refused(graph.api(path).get()))[0]).toBe(404);
});

test("is told what went wrong by GraphError's code", async () => {
  const { graph, account } = await signedIn();
  await simulators.sim(`faults?account=${account}`, { status: 429, headers: { "retry-after": "7" } });
  const throttled: unknown = await graph
    .api("/me/calendar")
    .get()
    .catch((error: unknown) => error);
  expect(throttled).toBeInstanceOf(GraphError);
  expect([(throttled as GraphError).statusCode, (throttled as GraphError).headers?.get("retry-after")]).toEqual([429, "7"]);
  await simulators.sim(`expire?account=${account}`, {});
  expect(await refused(graph.api("/me/calendar").get())).toEqual([401, "InvalidAuthenticationToken"]);
});
