/** Who may finish a consent, and until when. */
import { decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import {
  bindingOf,
  drawState,
  OAUTH_STATE_CHARACTERS_MAX,
  type OAuthState,
  openState,
  sealState,
} from "../../src/providers/oauth/state.ts";
import { seal, type SealKeyRing } from "../../src/lib/seal-key-ring.ts";
import { after, instant } from "../../src/domain/instant.ts";
import { MINUTE_MS } from "../../src/lib/duration.ts";

const NOW = instant(Date.UTC(2027, 0, 4, 9));
const USER = "7d1f2f5e-0000-4000-8000-000000000001";
const OTHER = "7d1f2f5e-0000-4000-8000-000000000002";

const secret = () => crypto.getRandomValues(new Uint8Array(32));
const ring: SealKeyRing = { currentId: "k1", secrets: new Map([["k1", secret()]]) };
const start = { userId: USER, provider: "google", role: "coach", returnPath: "/settings", browserBinding: null } as const;
const asked = { provider: "google", finisher: { kind: "user", userId: USER }, now: NOW } as const;
const byBrowser = (cookieSecret: string | null) => ({ ...asked, finisher: { kind: "browser", cookieSecret } }) as const;

test("the one who began it gets all of it back", async () => {
  const state = drawState(start, NOW);
  const text = await sealState(ring, state);
  expect(await openState(ring, text, asked)).toEqual({ ok: true, value: state });
  expect(text.length).toBeLessThan(OAUTH_STATE_CHARACTERS_MAX);
  expect(encodeURIComponent(text)).toBe(text);
});

test("each consent has its own id, verifier and nonce", () => {
  const [one, other] = [drawState(start, NOW), drawState(start, NOW)];
  for (const name of ["id", "verifier", "nonce"] as const) expect(one[name]).not.toBe(other[name]);
});

test("S30: the verifier cannot be read from the address, nor whose it is", async () => {
  const state = drawState(start, NOW);
  const text = await sealState(ring, state);
  const readable = text + JSON.stringify(decodeProtectedHeader(text)) + text.split(".").map(decoded).join("");
  for (const hidden of [state.verifier, state.nonce, USER]) expect(readable).not.toContain(hidden);
});

test("S29: the state of another user or another provider is refused", async () => {
  const text = await sealState(ring, drawState(start, NOW));
  expect(await openState(ring, text, { ...asked, finisher: { kind: "user", userId: OTHER } })).toEqual({
    ok: false,
    problem: "other_user",
  });
  expect(await openState(ring, text, { ...asked, provider: "outlook" })).toEqual({ ok: false, problem: "other_provider" });
});

test("S29: a state is good for ten minutes and no longer", async () => {
  const text = await sealState(ring, drawState(start, NOW));
  expect(await openState(ring, text, { ...asked, now: after(NOW, 10 * MINUTE_MS - 1) })).toMatchObject({ ok: true });
  expect(await openState(ring, text, { ...asked, now: after(NOW, 10 * MINUTE_MS) })).toEqual({ ok: false, problem: "expired" });
});

describe("S29: a state that is not ours is refused", () => {
  test("altered at any place", async () => {
    const text = await sealState(ring, drawState(start, NOW));
    const places = [0, 5, text.indexOf("..") + 3, text.length - 40, text.length - 4];
    for (const place of places) {
      const altered = text.slice(0, place) + (text[place] === "A" ? "B" : "A") + text.slice(place + 1);
      expect(await openState(ring, altered, asked)).toEqual({ ok: false, problem: "unreadable" });
    }
  });

  test("no state at all", async () => {
    for (const text of ["", "state", "a.b.c", "....", "eyJhbGciOiJub25lIn0..", "A".repeat(1_000_000)]) {
      expect(await openState(ring, text, asked)).toEqual({ ok: false, problem: "unreadable" });
    }
  });

  test("sealed with another key, or with one since retired", async () => {
    const state = drawState(start, NOW);
    const sameName = await sealState({ currentId: "k1", secrets: new Map([["k1", secret()]]) }, state);
    const retired = await sealState({ currentId: "k0", secrets: new Map([["k0", secret()]]) }, state);
    for (const text of [sameName, retired]) expect(await openState(ring, text, asked)).toEqual({ ok: false, problem: "unreadable" });
  });

  test("sealed by us for another purpose", async () => {
    const text = await seal(ring, { purpose: "calendar-tokens", boundTo: {} }, JSON.stringify(drawState(start, NOW)));
    expect(await openState(ring, text, asked)).toEqual({ ok: false, problem: "unreadable" });
  });

  test("S32: leading somewhere that is not ours", async () => {
    const state: OAuthState = { ...drawState(start, NOW), returnPath: "//evil.test" };
    expect(await openState(ring, await sealState(ring, state), asked)).toEqual({ ok: false, problem: "unreadable" });
  });
});

test("a state sealed before the keys were rotated is still good", async () => {
  const state = drawState(start, NOW);
  const rotated = { currentId: "k2", secrets: new Map([...ring.secrets, ["k2", secret()]]) };
  expect(await openState(rotated, await sealState(ring, state), asked)).toEqual({ ok: true, value: state });
});

test("S34: only the browser that began a hosted consent finishes it", async () => {
  const cookie = "a secret of this browser";
  const hosted = await sealState(ring, drawState({ ...start, browserBinding: await bindingOf(cookie) }, NOW));
  expect(await openState(ring, hosted, byBrowser(cookie))).toMatchObject({ ok: true });
  for (const other of [null, "", "a secret of another browser", await bindingOf(cookie)]) {
    expect(await openState(ring, hosted, byBrowser(other))).toEqual({ ok: false, problem: "other_browser" });
  }
});

test("S34: what an app began, no browser finishes by itself", async () => {
  const text = await sealState(ring, drawState(start, NOW));
  for (const cookie of [null, "", "any"]) {
    expect(await openState(ring, text, byBrowser(cookie))).toEqual({ ok: false, problem: "other_browser" });
  }
});

function decoded(part: string): string {
  return atob(part.replaceAll("-", "+").replaceAll("_", "/"));
}
