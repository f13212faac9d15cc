import type { ADMIN as EN } from "../en/admin.ts";

/** The frame of the pages of admins, and their start. */
export const ADMIN = {
  "admin.nav": "管理",
  "admin.nav.figures": "統計",
  "admin.title": "管理",
  "admin.lead": "管理者が扱う項目の一覧です。",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
