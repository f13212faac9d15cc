/** A page of the coach's desk: the way around it above, and what was just done said first. */
import type { Child } from "hono/jsx";
import { say } from "../../messages/say.ts";
import { Faults, type FormState, isFaulty, NEW_FORM } from "../form.tsx";
import { document, type Render } from "../layout.tsx";
import { DeskNav } from "./nav.tsx";

interface DeskContent {
  readonly title: string;
  readonly at: Parameters<typeof DeskNav>[0]["at"];
  readonly isPart?: boolean;
  readonly form?: FormState;
  /** The act that has been done is said above all. */
  readonly isSaved?: boolean;
  readonly children: Child;
}

export function deskPage({ title, at, isPart = false, form = NEW_FORM, isSaved = false, children }: DeskContent): Render {
  return (frame) =>
    document(frame, {
      title,
      isFaulty: isFaulty(form),
      children: (
        <>
          <DeskNav at={at} isPart={isPart} />
          <Faults form={form} />
          {isSaved && (
            <p class="done" role="status">
              {say("desk.saved")}
            </p>
          )}
          {children}
        </>
      ),
    });
}
