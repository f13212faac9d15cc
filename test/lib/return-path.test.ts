/** Where a browser may be sent after a consent or a sign-in. */
import { expect, test } from "vitest";
import { pathAfterSignIn, RETURN_PATH_CHARACTERS_MAX, safeReturnPath } from "../../src/lib/return-path.ts";

test.each([
  "/",
  "/settings",
  "/settings/",
  "/settings/calendars?tab=google&day=2027-01-31",
  "/a/b.c/d~e#top",
  "/?next=%2Fhome",
  "/...",
  "/.well-known",
])("S32: %s is a path of ours", (text) => {
  expect(safeReturnPath(text)).toBe(text);
  expect(new URL(text, "https://booking.test").origin).toBe("https://booking.test");
});

test.each([
  "",
  "settings",
  "//evil.test",
  "///evil.test",
  "////evil.test",
  "/settings//evil.test",
  "https:evil.test",
  "https:/evil.test",
  "https://evil.test",
  "HTTPS://evil.test",
  "http:\\\\evil.test",
  "javascript:alert(1)",
  "data:text/html,x",
  "\\evil.test",
  "\\\\evil.test",
  "/\\evil.test",
  "\\/evil.test",
  "/settings\\..\\evil",
  "/%2f/evil.test",
  "/%2F%2Fevil.test",
  "/%2fevil.test",
  "/%5cevil.test",
  "/%255cevil.test",
  "/%09/evil.test",
  "/%0d%0aSet-Cookie:x=y",
  "/.//evil.test",
  "/..//evil.test",
  "/./settings",
  "/..",
  "/.",
  "/..?x=1",
  "/.#x",
  "/settings/../..//evil.test",
  "/%2e%2e/evil",
  "//user@evil.test",
  "/@evil.test",
  "https://booking.test@evil.test",
  "https://booking.test",
  "//booking.test:pass@evil.test/",
  "@evil.test",
  ":80/evil",
  "/\t/evil.test",
  "/\n/evil.test",
  "\t//evil.test",
  " //evil.test",
  "/ /evil.test",
  "/settings\r\nSet-Cookie: x=y",
  "/settings\n",
  "/settings\0",
  "/\u2028/evil.test",
  "/\uFF0F/evil.test",
  "/\u3002evil",
  "/settings?next=//evil.test",
  "/settings?next=https://evil.test",
  "/settings?<script>",
  "/settings#/\\evil",
  `/${"a".repeat(RETURN_PATH_CHARACTERS_MAX)}`,
])("S32, S70: %j is refused", (text) => {
  expect(safeReturnPath(text)).toBeNull();
  expect(pathAfterSignIn(text)).toBeNull();
});

test.each([
  "/sign-in",
  "/sign-in/",
  "/sign-in?to=%2Fbook",
  "/sign-in/callback?code=1",
  "/sign-out",
  "/sign-out/",
  "/sign-out?x=1",
  "/sign-out#x",
])("S70: signing in does not lead to %s", (text) => {
  expect(safeReturnPath(text)).toBe(text);
  expect(pathAfterSignIn(text)).toBeNull();
});

test.each(["/", "/bookings", "/sign-inside", "/book?q=%2Fsign-out"])("S70: signing in may lead to %s", (text) => {
  expect(pathAfterSignIn(text)).toBe(text);
});
