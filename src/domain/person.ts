/** Who a verified token says somebody is. The role in the token decides; what is stored here follows it. */
import type { Role } from "./actor.ts";

export interface Person {
  readonly id: string;
  readonly role: Role;
  readonly email: string | null;
  readonly name: string | null;
  /** IANA; null: not said. */
  readonly timeZone: string | null;
}

/** Whether what is recorded of a person is what the token says now. */
export function isRecordedAs(recorded: Person, person: Person): boolean {
  return (
    recorded.role === person.role &&
    recorded.email === person.email &&
    recorded.name === person.name &&
    recorded.timeZone === person.timeZone
  );
}
