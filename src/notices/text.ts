/**
 * A letter as plain text. Somebody's own words have a mark before each line, so that no note can pass for a line of ours. Lines are not wrapped: mail programs do that, and a wrapped link breaks.
 */
import { marked } from "../lib/quoted.ts";
import type { Fact, Letter } from "./letter.ts";

export function textOf(letter: Letter): string {
  const { greeting, opening, facts, closing, action, footer } = letter;
  const paragraphs = [
    greeting,
    opening,
    facts.map(factLine).join("\n"),
    closing.join(" "),
    `${action.label}:\n${action.url}`,
    `-- \n${footer}`,
  ];
  return `${paragraphs.filter((paragraph) => paragraph !== "").join("\n\n")}\n`;
}

export function factLine({ label, value, form }: Fact): string {
  if (form === "quote") return `${label}:\n${marked(value)}`;
  if (!value.includes("\n")) return `${label}: ${value}`;
  return `${label}:\n${value.replace(/^/gmu, "  ")}`;
}
