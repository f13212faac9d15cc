/**
 * Who acts. An actor is made from a verified access token and nothing else; the system itself acts when time runs out.
 */
export const ROLES = ["client", "coach", "admin"] as const;
export type Role = (typeof ROLES)[number];

export interface Actor {
  readonly id: string;
  readonly role: Role;
}

/** A person's role, or the system's own. */
export const AUTHOR_ROLES = [...ROLES, "system"] as const;

/** Who stands behind a recorded change: a person, or the passing of time. */
export interface Author {
  readonly id: string | null;
  readonly role: (typeof AUTHOR_ROLES)[number];
}

export const SYSTEM: Author = { id: null, role: "system" };
