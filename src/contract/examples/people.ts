/** Examples of the calls tagged People. */
import type { Example } from "./example.ts";
import { CLIENT_ID } from "./world.ts";

export const peopleExamples = {
  viewMe: {
    as: "client",
    answer: {
      status: 200,
      body: {
        id: CLIENT_ID,
        role: "client",
        name: "Sofia Lindqvist",
        email: "sofia.lindqvist@clients.example.org",
        time_zone: null,
        language: "en",
        language_follows: "none",
      },
    },
  },
  changeMe: {
    as: "client",
    request: { body: { language: "de" } },
    answer: {
      status: 200,
      body: {
        id: CLIENT_ID,
        role: "client",
        name: "Sofia Lindqvist",
        email: "sofia.lindqvist@clients.example.org",
        time_zone: null,
        language: "de",
        language_follows: "own",
      },
    },
  },
} satisfies Readonly<Record<string, Example>>;
