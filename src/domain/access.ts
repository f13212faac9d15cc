/**
 * Access: the one place where role and ownership become a yes or a no. Pure; it answers no request and knows no refusal.
 * An actor is a party only in the role of the token: a coach's id in a client's token opens nothing.
 */
import type { Actor, Role } from "./actor.ts";

/** Both sides of a booking, or of anything that belongs to one. */
interface Parties {
  readonly clientId: string;
  readonly coachId: string;
}

export function isAdmin({ role }: Actor): boolean {
  return role === "admin";
}

/** The person themselves, acting in that role. */
export function isSelf(actor: Actor, role: Exclude<Role, "admin">, personId: string): boolean {
  return actor.role === role && actor.id === personId;
}

export function isSelfOrAdmin(actor: Actor, role: Exclude<Role, "admin">, personId: string): boolean {
  return isSelf(actor, role, personId) || isAdmin(actor);
}

export function isParty(actor: Actor, { clientId, coachId }: Parties): boolean {
  return isSelf(actor, "client", clientId) || isSelf(actor, "coach", coachId);
}

/** Read and change a booking, and read what belongs to it. */
export function isPartyOrAdmin(actor: Actor, parties: Parties): boolean {
  return isParty(actor, parties) || isAdmin(actor);
}

interface Addressed {
  readonly personId: string;
  /** Whether both sides have said yes: the booking is confirmed or completed. */
  readonly isAgreed: boolean;
}

/** A party's mail address: the parties have each other's once both have said yes, admins have both. */
export function maySeeAddress(actor: Actor, { personId, isAgreed }: Addressed): boolean {
  return isAgreed || actor.id === personId || isAdmin(actor);
}

/** Calendars belong to people who hold sessions; admins have none here. */
export function mayConnectCalendars(actor: Actor): boolean {
  return !isAdmin(actor);
}
