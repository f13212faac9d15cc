/**
 * The example of every operation by its id, and how each is put into the OpenAPI document: at its parameters, its body and its answer. An operation
 * without one fails the test that replays them.
 */
import { adminExamples } from "./admin.ts";
import { availabilityExamples } from "./availability.ts";
import { bookingsExamples } from "./bookings.ts";
import { calendarsExamples } from "./calendars.ts";
import { coachesExamples } from "./coaches.ts";
import type { Example } from "./example.ts";
import { offersExamples } from "./offers.ts";
import { overviewExamples } from "./overview.ts";
import { paymentsExamples } from "./payments.ts";
import { peopleExamples } from "./people.ts";
import { serviceExamples } from "./service.ts";
import { webhooksExamples } from "./webhooks.ts";

/** @internal */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  ...adminExamples,
  ...availabilityExamples,
  ...bookingsExamples,
  ...calendarsExamples,
  ...coachesExamples,
  ...offersExamples,
  ...overviewExamples,
  ...paymentsExamples,
  ...peopleExamples,
  ...serviceExamples,
  ...webhooksExamples,
};

type MediaTypes = Record<string, { example?: unknown }>;

/** An operation as the generator makes it, as far as examples go. */
interface Operation {
  readonly operationId?: string;
  readonly parameters?: readonly { readonly in: string; readonly name: string; example?: unknown }[];
  readonly requestBody?: { readonly content?: MediaTypes };
  readonly responses?: Readonly<Record<string, { readonly content?: MediaTypes } | undefined>>;
}

/** Writes the examples into the operations of a document. One that has none stays as it is. */
export function addExamples(paths: Readonly<Record<string, object>>): void {
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods) as Operation[]);
  for (const operation of operations) {
    const example = EXAMPLES[operation.operationId ?? ""];
    if (example !== undefined) addExample(operation, example);
  }
}

function addExample({ parameters = [], requestBody, responses = {} }: Operation, { request = {}, answer }: Example): void {
  const given: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = {
    path: request.path,
    query: request.query,
    header: request.headers,
  };
  for (const parameter of parameters) {
    const value = given[parameter.in]?.[parameter.name];
    if (value !== undefined) parameter.example = value;
  }
  for (const media of Object.values(requestBody?.content ?? {})) media.example = request.body;
  for (const media of Object.values(responses[String(answer.status)]?.content ?? {})) media.example = answer.body;
}
