/** Erasing a person: the question before it, with what goes and what stays, and how to go on where more is left to clear. */
import { say } from "../../messages/say.ts";
import { Checkbox, Form, type FormState } from "../form.tsx";
import type { Render } from "../layout.tsx";
import { adminPage } from "./frame.tsx";

interface EraseView {
  readonly userId: string;
  readonly name: string | null;
  readonly isErased: boolean;
  /** Where clearing goes on; null: nowhere, or at the beginning. */
  readonly cursor: string | null;
  readonly formKey: string;
  readonly form: FormState;
  readonly done: string | null;
}

export function erasePage({ userId, name, isErased, cursor, formKey, form, done }: EraseView): Render {
  return adminPage({
    title: say("erase.title", { name: name ?? say("people.nameless") }),
    at: "people",
    isPart: true,
    form,
    done,
    children: (
      <>
        {!isErased && <p>{say("erase.what")}</p>}
        {!isErased && <p>{say("erase.undo")}</p>}
        {!isErased && <p>{say("erase.ahead")}</p>}
        <p>{say("erase.copies")}</p>
        {!isErased && (
          <Form action={eraseHref(userId)} formKey={formKey}>
            <Checkbox name="sure" label={say("erase.sure")} form={form} />
            <button type="submit" class="danger">
              {say("erase.do")}
            </button>
          </Form>
        )}
        {isErased && cursor !== null && (
          <Form action={eraseHref(userId)} formKey={formKey}>
            <input type="hidden" name="cursor" value={cursor} />
            <button type="submit">{say("erase.rest")}</button>
          </Form>
        )}
      </>
    ),
  });
}

export function eraseHref(userId: string): string {
  return `/admin/people/${userId}/erase`;
}
