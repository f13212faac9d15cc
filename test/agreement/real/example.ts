/**
 * A worked example as the file has it, and the reading of such a file. Nothing here knows how a system plays one: acts are refused
 * at the door only where the file says something that is no act at all.
 */
import standing from "../vectors.json" with { type: "json" };

export type Party = "client" | "coach" | "admin";

interface Step {
  readonly before_minutes: number;
  readonly refund_percent: number;
}

export interface ExampleBooking {
  readonly session_datetime: string;
  readonly duration_minutes: number;
  readonly made_at: string;
  readonly made_by: Party;
  readonly price: { readonly amount_minor: number; readonly currency: string } | null;
  readonly cancellation_policy: readonly Step[];
  readonly approval_required: boolean;
  readonly move_notice_minutes: number;
  readonly captured_at: string | null;
  readonly status: "pending" | "confirmed";
}

export interface ExampleAct {
  readonly at: string;
  readonly by: Party | "stripe" | "system";
  readonly do: string;
  readonly to?: string;
  readonly duration_minutes?: number;
  readonly amount_minor?: number;
  readonly on_behalf_of?: "client" | "coach";
  readonly waive_price?: boolean;
  readonly refused?: string;
}

export interface WorkedExample {
  readonly id: string;
  readonly what: string;
  readonly booking: ExampleBooking;
  readonly acts: readonly ExampleAct[];
  readonly expected: Readonly<Record<string, unknown>>;
}

/** `text`: of a file of examples; those that stand beside this folder where absent. */
export function examplesIn(text: string | undefined): readonly WorkedExample[] {
  const { cases } = (text === undefined ? standing : JSON.parse(text)) as { readonly cases: readonly WorkedExample[] };
  return cases;
}
