/**
 * Lines as a CSV file (RFC 4180) that is sent while it is read: one page stands in memory at a time, and the next is asked for when the reader has
 * taken the last. UTF-8 with its mark, by which spreadsheets know it. A cell that a spreadsheet would run begins with an apostrophe (S45).
 */
import { stringify } from "csv-stringify/browser/esm/sync";

export type CsvLine = Readonly<Record<string, string | number | null>>;

/** Ends with an error where reading does, so that half a file never passes for a whole one. */
export function csvStream(columns: readonly string[], pages: AsyncGenerator<readonly CsvLine[]>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isFirst = true;
  const written = (lines: readonly CsvLine[]): Uint8Array => {
    const text = stringify([...lines], {
      bom: isFirst,
      header: isFirst,
      columns: [...columns],
      escape_formulas: true,
      record_delimiter: "windows",
    });
    isFirst = false;
    return encoder.encode(text);
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pages.next();
        if (done !== true) return controller.enqueue(written(value));
        if (isFirst) controller.enqueue(written([]));
        controller.close();
      },
      async cancel() {
        await pages.return(undefined);
      },
    },
    // Nothing is read ahead of the reader.
    { highWaterMark: 0 },
  );
}
