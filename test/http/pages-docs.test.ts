/** The pages for developers: every guide is listed, and everything that a page of them leads to is there. */
import { expect, test } from "vitest";
import guides from "../../src/pages/guides.json" with { type: "json" };
import { apiWith } from "./app-under-test.ts";

const api = apiWith();
const BROWSER = { Accept: "text/html" };
const ALL = [...guides.guides, ...guides.topics];
const PAGES = ["/docs", "/docs/problems", ...ALL.map(({ name }) => `/docs/guides/${name}`)];

test("/docs lists each guide with its title", async () => {
  const { status, text } = await api("GET", "/docs");
  expect(status).toBe(200);
  for (const { name, title } of ALL)
    expect(text.replaceAll("&#39;", "'")).toContain(`<a href="/docs/guides/${name}"><strong>${title}</strong></a>`);
});

test.each(PAGES)("%s: each address it leads to answers, and each part of a page is in it", async (path) => {
  const { status, text } = await api("GET", path);
  expect(status).toBe(200);
  const addresses = new Set(
    [...text.matchAll(/href="((?:[/#])[^"]*)"/gu)].map(([, href]) => String(href)).filter((href) => !href.startsWith("/sign-in")),
  );
  expect(addresses.size).toBeGreaterThan(3);
  for (const address of addresses) {
    const [page = "", part] = address.split("#");
    const found = page === "" ? { status: 200, text } : await api("GET", page);
    expect([path, address, found.status]).toEqual([path, address, 200]);
    if (part !== undefined) expect([path, address, found.text.includes(`id="${part}"`)]).toEqual([path, address, true]);
  }
});

test("the commands of a guide call the address of this service", async () => {
  const { text } = await api("GET", "/docs/guides/sell-a-session");
  expect(text).toContain("API=https://booking.test\n");
  expect(text).not.toContain("127.0.0.1:8787");
});

test("a guide that does not exist is 404, as a page", async () => {
  for (const name of ["nothing", "constructor", "..%2Fpackage.json"]) {
    const { status, headers } = await api("GET", `/docs/guides/${name}`, { headers: BROWSER });
    expect([name, status, headers.get("Content-Type")]).toEqual([name, 404, "text/html; charset=utf-8"]);
  }
});
