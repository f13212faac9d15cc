/** Examples of the calls tagged Service. */
import type { Example } from "./example.ts";
import { TODAY } from "./world.ts";

export const serviceExamples = {
  deepHealth: {
    as: null,
    request: { headers: { "Health-Secret": "the-secret-that-the-monitor-of-the-service-knows" } },
    answer: {
      status: 200,
      body: {
        status: "ok",
        checked_at: `${TODAY}T08:00:00.000Z`,
        parts: {
          database_read: { state: "ok", measured: 4, unit: "milliseconds", warning_from: 500, failing_from: 3_000 },
          database_write: { state: "ok", measured: 9, unit: "milliseconds", warning_from: 500, failing_from: 3_000 },
          objects: { state: "ok", measured: 41, unit: "milliseconds", warning_from: 1_500, failing_from: 4_000 },
          database_size: { state: "ok", measured: 241_664, unit: "bytes", warning_from: 6_000_000_000, failing_from: 8_000_000_000 },
          overdue_effects: { state: "ok", measured: 0, unit: "seconds", warning_from: 600, failing_from: 1_800 },
          silent_accounts: { state: "ok", measured: 0, unit: "accounts", warning_from: 5, failing_from: 50 },
          anchor_lag: { state: "ok", measured: 140, unit: "seconds", warning_from: 900, failing_from: 3_600 },
        },
      },
    },
  },
  health: { as: null, answer: { status: 200, body: { status: "ok" } } },
} satisfies Readonly<Record<string, Example>>;
