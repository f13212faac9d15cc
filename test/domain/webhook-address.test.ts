/** Which addresses events may be sent to. Whatever is not plainly public is refused, however it is written. */
import { expect, test } from "vitest";
import { refuseAddress } from "../../src/webhooks/endpoint-address.ts";

const ALLOWED = { standInUrl: null, serviceUrl: "https://booking.example.com" };

test.each([
  "https://hooks.example.com/bookings",
  "https://hooks.example.com:443/",
  "https://hooks.example.com:8443/a?b=c",
  "https://example.com",
  "https://xn--bcher-kva.example/",
])("%s is taken", (url) => {
  expect(refuseAddress(url, ALLOWED)).toBeNull();
});

test.each([
  ["", "not_an_address"],
  ["hooks.example.com", "not_an_address"],
  [`https://hooks.example.com/${"a".repeat(500)}`, "too_long"],
  ["http://hooks.example.com/", "not_https"],
  ["ftp://hooks.example.com/", "not_https"],
  ["javascript:alert(1)", "not_https"],
  ["https://user@hooks.example.com/", "credentials"],
  ["https://user:password@hooks.example.com/", "credentials"],
  ["https://hooks.example.com/#part", "fragment"],
  ["https://hooks.example.com:22/", "port"],
  ["https://hooks.example.com:8080/", "port"],
  ["https://127.0.0.1/", "number"],
  ["https://8.8.8.8/", "number"],
  ["https://10.0.0.1/", "number"],
  ["https://169.254.169.254/latest/meta-data", "number"],
  ["https://2130706433/", "number"],
  ["https://0x7f.1/", "number"],
  ["https://0177.0.0.1/", "number"],
  ["https://127.0.0.1./", "number"],
  ["https://１２７.0.0.1/", "number"],
  ["https://[::1]/", "number"],
  ["https://[::ffff:10.0.0.1]/", "number"],
  ["https://[fe80::1]/", "number"],
  ["https://localhost/", "private_name"],
  ["https://localhost./", "private_name"],
  ["https://LOCALHOST/", "private_name"],
  ["https://intranet/", "private_name"],
  ["https://printer.local/", "private_name"],
  ["https://printer.local./", "private_name"],
  ["https://metadata.google.internal/", "private_name"],
  ["https://api.localhost/", "private_name"],
  ["https://nas.home.arpa/", "private_name"],
  ["https://booking.example.com/payments/webhook", "own"],
] as const)("%s is refused: %s", (url, fault) => {
  expect(refuseAddress(url, ALLOWED)).toBe(fault);
});

test("the stand-in of the configuration is taken at its very origin alone", () => {
  const local = { ...ALLOWED, standInUrl: "http://127.0.0.1:8788" };
  expect(refuseAddress("http://127.0.0.1:8788/marketplace/hooks/a", local)).toBeNull();
  for (const url of ["http://127.0.0.1:8787/", "http://127.0.0.2:8788/", "https://127.0.0.1:8788/", "http://localhost:8788/"]) {
    expect([url, refuseAddress(url, local)]).not.toEqual([url, null]);
  }
  expect(refuseAddress("http://user@127.0.0.1:8788/", local)).toBe("credentials");
});
