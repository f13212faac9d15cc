/** Where an admin begins. */
import { say } from "../../messages/say.ts";
import type { Render } from "../layout.tsx";
import { adminPage } from "./frame.tsx";

export function adminStartPage(): Render {
  return adminPage({ title: say("admin.title"), at: "figures", children: <p class="lead">{say("admin.lead")}</p> });
}
