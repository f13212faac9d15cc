/** The people, ids and days of the examples. Today is the first of March there; the coach works from nine to five by the clocks of UTC. */

export const TODAY = "2027-03-01";
export const SESSION = "2027-03-04T10:00:00.000Z";
export const SESSION_ENDS = "2027-03-04T11:00:00.000Z";
/** @internal */
export const OTHER_TIME = "2027-03-05T14:00:00.000Z";
/** The instant at which everything that is shown was made. */
export const MADE_AT = "2027-03-01T08:15:00.000Z";

export const COACH_ID = "c47510a4-b005-40a5-8050-8c8be032e433";
/** @internal */
export const COACH = { id: COACH_ID, name: "Inês Carvalho", email: "ines.carvalho@coaches.example.org" } as const;
export const CLIENT_ID = "5d0e3c1b-8a4f-4f0b-9d27-6b1f2a7c9e10";
/** @internal */
export const CLIENT = { id: CLIENT_ID, name: "Sofia Lindqvist", email: "sofia.lindqvist@clients.example.org" } as const;
const ADMIN_ID = "0b9f6f0e-2d54-4a63-9a0e-3f1c7d5e8b22";
/** @internal */
export const ADMIN = { id: ADMIN_ID, name: "Noor Haddad", email: "noor.haddad@example.org" } as const;

export const BOOKING_ID = "8f14e45f-ceea-467f-a9d1-1f2b3c4d5e6f";
export const OFFER_ID = "3c59dc04-8e88-4502-9e0c-7a1b2c3d4e5f";
export const PAYMENT_ID = "b6d767d2-f8ed-4d21-a4e0-9c8b7a6f5e4d";
