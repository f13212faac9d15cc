/**
 * Run by node with `--expose-gc`: writes the report of so many rows to nobody, as it is sent, and prints the highest heap that a collection left
 * while it ran (bytes). The rows are made as they are asked for, as the record gives them.
 */
import { COLUMNS } from "../../src/contract/report.ts";
import { csvStream, type CsvLine } from "../../src/http/pipeline/csv.ts";
import { REPORT_ROWS_PER_PAGE } from "../../src/limits/reports.ts";

const COLLECTED_EVERY = 5;

async function* pages(rows: number): AsyncGenerator<readonly CsvLine[]> {
  for (let made = 0; made < rows; made += REPORT_ROWS_PER_PAGE) {
    const count = Math.min(REPORT_ROWS_PER_PAGE, rows - made);
    yield await Promise.resolve(Array.from({ length: count }, (_, index) => lineOf(made + index)));
  }
}

function lineOf(row: number): CsvLine {
  return Object.fromEntries(Object.keys(COLUMNS.bookings).map((column) => [column, `${column} of the row ${String(row)}`]));
}

const { gc } = globalThis;
if (gc === undefined) throw new Error("run with --expose-gc");
const reader = csvStream(Object.keys(COLUMNS.bookings), pages(Number(process.argv[2]))).getReader();
let [highest, bytes, chunks] = [0, 0, 0];
for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
  bytes += chunk.value.byteLength;
  chunks += 1;
  if (chunks % COLLECTED_EVERY !== 1) continue;
  await gc({ execution: "async" });
  const { heapUsed, external } = process.memoryUsage();
  highest = Math.max(highest, heapUsed + external);
}
console.log(JSON.stringify({ highest, bytes, chunks }));
