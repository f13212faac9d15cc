/**
 * Holds both clients to a file of recorded answers of Google and Microsoft: `node scripts/answers.ts [FILE]` prints how many cases come out
 * right and, of those that do not, their ids and what differs; it exits with 1 if there are any. Without a file the standing one is played,
 * whose shape is that of every file. A case for clients that keep delta links counts as right where ours asks for none, and is named.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ROOT } from "./local.ts";
import { type Played, playRecorded, recordedAnswers } from "./recorded-answers.ts";

const STANDING = "test/vectors/provider-answers.json";

const { cases } = recordedAnswers.parse(JSON.parse(readFileSync(resolve(process.argv[2] ?? join(ROOT, STANDING)), "utf8")));
const played: Played[] = [];
for (const recorded of cases) played.push(await playRecorded(recorded));
const differing = played.filter(({ differences }) => differences.length > 0);
const notAsked = played.filter(({ isNotAsked }) => isNotAsked);
console.log(`${String(played.length - differing.length)} of ${String(played.length)} right`);
if (notAsked.length > 0) console.log(`not asked: ${notAsked.map(({ id }) => id).join(", ")}`);
for (const { id, differences } of differing) {
  console.log(id);
  for (const line of differences) console.log(`  ${line}`);
}
if (differing.length > 0) process.exitCode = 1;
