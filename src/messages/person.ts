/**
 * How somebody is said who may have no name, inside a sentence and at its beginning, and how their own words are introduced, so that none can pass
 * for words of the service. Names are on one line and hold no links. Does not clean or escape what is quoted.
 */
import { nameOr } from "../lib/clean-text.ts";
import { marked } from "../lib/quoted.ts";
import { say } from "./say.ts";

export interface Somebody {
  readonly name: string | null;
  /** Their role towards the reader. */
  readonly as: "client" | "coach" | "a_client";
}

/** `Ana`, `your client` */
export function inSentence({ name, as }: Somebody): string {
  return nameOr(name, say(`person.${as}`));
}

/** `Ana`, `Your client` */
export function atBeginning({ name, as }: Somebody): string {
  return nameOr(name, say(`person.${as}.starting`));
}

/** `Ana wrote` */
export function introduction(person: Somebody): string {
  return say("wrote.name", { name: atBeginning(person) });
}

export function quoted(person: Somebody, text: string): string {
  return `${introduction(person)}:\n${marked(text)}`;
}
