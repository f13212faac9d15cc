/**
 * The people of the demo: four coaches in four time zones, five clients, an administrator. Their ids are fixed, so
 * that tokens, links and notes about them stay true on every machine. Names are invented, addresses are of the domains
 * that RFC 2606 keeps free.
 */
import type { Person } from "../simulators/identity/tokens.ts";

const COACH_LISBON: Person = {
  id: "c47510a4-b005-40a5-8050-8c8be032e433",
  role: "coach",
  name: "Inês Carvalho",
  email: "ines.carvalho@coaches.example.org",
  zoneinfo: "Europe/Lisbon",
};

const COACH_NEW_YORK: Person = {
  id: "b948a701-fb7a-4eb6-bacb-20dede9d4d17",
  role: "coach",
  name: "Maya Thompson",
  email: "maya.thompson@coaches.example.org",
  zoneinfo: "America/New_York",
};

const COACH_KOLKATA: Person = {
  id: "bdc7f3ad-d4be-4e29-8c9f-38c71533efe6",
  role: "coach",
  name: "Arjun Mehta",
  email: "arjun.mehta@coaches.example.org",
  zoneinfo: "Asia/Kolkata",
};

/** The coach of the examples in the README: open 09:00-17:00 UTC every day, without price, offer or approval. */
const COACH_EXAMPLE: Person = {
  id: "323e4567-e89b-12d3-a456-426614174000",
  role: "coach",
  name: "Alex Morgan",
  email: "alex.morgan@coaches.example.org",
  zoneinfo: "Etc/UTC",
};

const SOFIA: Person = {
  id: "64cbbb72-17f1-46d8-b24c-56e76f590e4f",
  role: "client",
  name: "Sofia Lindqvist",
  email: "sofia.lindqvist@example.com",
  zoneinfo: "Europe/Stockholm",
};

const DANIEL: Person = {
  id: "972bf562-bcdf-418b-8bb5-0cd250417376",
  role: "client",
  name: "Daniel Okafor",
  email: "daniel.okafor@example.com",
  zoneinfo: "Africa/Lagos",
};

const HANA: Person = {
  id: "7890c682-0178-4ec8-99d7-7ccf3a62babb",
  role: "client",
  name: "Hana Sato",
  email: "hana.sato@example.net",
  zoneinfo: "Asia/Tokyo",
};

const LUCAS: Person = {
  id: "408cee23-82b1-457c-a769-9ba244b5d9e9",
  role: "client",
  name: "Lucas Ferreira",
  email: "lucas.ferreira@example.net",
  zoneinfo: "America/Sao_Paulo",
};

/** Reads Japanese: the only one of whom the identity provider says a language. */
const YUKI: Person = {
  id: "9d4f3a52-5c1e-4a0b-9e77-3f6d2b8a1c40",
  role: "client",
  name: "田中 由紀",
  email: "yuki.tanaka@example.net",
  zoneinfo: "Asia/Tokyo",
  locale: "ja-JP",
};

const ADMIN: Person = {
  id: "59f5723d-e6df-4cc1-b2fd-77c7f7c17ee2",
  role: "admin",
  name: "Robin Keller",
  email: "robin.keller@example.org",
  zoneinfo: "Europe/Berlin",
};

export const DEMO = { COACH_LISBON, COACH_NEW_YORK, COACH_KOLKATA, COACH_EXAMPLE, SOFIA, DANIEL, HANA, LUCAS, YUKI, ADMIN } as const;
export const DEMO_PEOPLE: readonly Person[] = Object.values(DEMO);
