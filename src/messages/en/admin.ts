/** The frame of the pages of admins, and their start. */
export const ADMIN = {
  "admin.nav": "Administration",
  "admin.nav.figures": "Figures",
  "admin.title": "Administration",
  "admin.lead": "Everything that an admin looks after.",
} as const;
