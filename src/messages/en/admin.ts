/** The frame of the pages of admins. */
export const ADMIN = {
  "admin.nav": "Administration",
  "admin.nav.figures": "Figures",
} as const;
