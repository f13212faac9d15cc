/** The ways in which a page is looked at. The short run looks at every page on a desktop; `--all` at every page in every view. */
import type { BrowserContextOptions } from "playwright-core";

export type View = "desktop" | "phone" | "without script";

const DESKTOP = { viewport: { width: 1280, height: 800 } };

export const VIEWS: Readonly<Record<View, BrowserContextOptions>> = {
  desktop: DESKTOP,
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  "without script": DESKTOP,
};

export const EVERY_VIEW: readonly View[] = ["desktop", "phone", "without script"];

export const SCHEMES = ["light", "dark"] as const;
