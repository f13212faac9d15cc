/**
 * How long the isolate computes before it can answer its first request: what `wrangler check startup` samples while the Worker's modules are
 * evaluated, without idle time and the runtime's own. A busy machine only adds to it, so that the first measurement within the limit counts.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

/** The platform's own limit is a second, on a machine that is not this one. */
const ACTIVE_MS_MAX = 400;
const MEASUREMENTS_MAX = 3;
const OUTSIDE_OF_US: ReadonlySet<string> = new Set(["(root)", "(idle)", "(program)"]);

/** Chrome DevTools Protocol, Profiler.Profile: a sample names the node that ran for its delta of microseconds. */
const cpuProfile = z.object({
  nodes: z.array(z.object({ id: z.int(), callFrame: z.object({ functionName: z.string() }) })),
  samples: z.array(z.int()),
  timeDeltas: z.array(z.int()),
});

function activeMsOf(text: string): number {
  const { nodes, samples, timeDeltas } = cpuProfile.parse(JSON.parse(text));
  const outside = new Set(nodes.filter(({ callFrame }) => OUTSIDE_OF_US.has(callFrame.functionName)).map(({ id }) => id));
  return samples.reduce((sum, id, index) => sum + (outside.has(id) ? 0 : (timeDeltas[index] ?? 0)), 0) / 1_000;
}

function measure(file: string): number {
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "true", NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync("wrangler", ["check", "startup", "--outfile", file], { encoding: "utf8", env });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  return activeMsOf(readFileSync(file, "utf8"));
}

export function startWithinLimit(): { readonly ok: boolean; readonly said: string } {
  const folder = mkdtempSync(join(tmpdir(), "startup-"));
  const measured: number[] = [];
  try {
    while (measured.length < MEASUREMENTS_MAX && Math.min(...measured, Infinity) > ACTIVE_MS_MAX)
      measured.push(measure(join(folder, `${String(measured.length)}.cpuprofile`)));
    const ok = Math.min(...measured) <= ACTIVE_MS_MAX;
    return { ok, said: `active: ${measured.map((ms) => ms.toFixed(0)).join(", ")} ms, at most ${String(ACTIVE_MS_MAX)}` };
  } catch (error) {
    return { ok: false, said: String(error) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
