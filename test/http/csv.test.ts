/** A CSV file that is sent while it is read: its header once, and no page before its reader has taken the one before. */
import { expect, test } from "vitest";
import { csvStream } from "../../src/http/pipeline/csv.ts";

test("pages are read one at a time, as the reader takes them, and the header stands before the first alone", async () => {
  let read = 0;
  async function* pages() {
    for (const name of ["one", "two", "three"]) {
      read += 1;
      yield await Promise.resolve([{ name }]);
    }
  }
  const reader = csvStream(["name"], pages()).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  await Promise.resolve();
  expect(read).toBe(0);
  const parts: string[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(decoder.decode(value));
    // As long as the reader does nothing, nothing more is read.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    expect(read).toBe(parts.length);
  }
  expect(parts).toEqual(["\uFEFFname\r\none\r\n", "two\r\n", "three\r\n"]);
});

test("a report without a line is its header", async () => {
  async function* none() {
    yield* await Promise.resolve<readonly (readonly { name: string }[])[]>([]);
  }
  expect(await new Response(csvStream(["name"], none())).text()).toBe("name\r\n");
});
