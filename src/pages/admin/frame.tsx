/** A page of an admin: the way around above, and the notice of what was just done first. */
import type { Child } from "hono/jsx";
import { Faults, type FormState, isFaulty, NEW_FORM } from "../form.tsx";
import { document, type Render } from "../layout.tsx";
import { AdminNav } from "./nav.tsx";

interface AdminContent {
  readonly title: string;
  readonly at: Parameters<typeof AdminNav>[0]["at"];
  readonly isPart?: boolean;
  readonly form?: FormState;
  /** A sentence about the act that has just been done; it is said above all. */
  readonly done?: string | null;
  readonly children: Child;
}

export function adminPage({ title, at, isPart = false, form = NEW_FORM, done = null, children }: AdminContent): Render {
  return (frame) =>
    document(frame, {
      title,
      isFaulty: isFaulty(form),
      children: (
        <>
          <AdminNav at={at} isPart={isPart} />
          <Faults form={form} />
          {done !== null && (
            <p class="done" role="status">
              {done}
            </p>
          )}
          {children}
        </>
      ),
    });
}
