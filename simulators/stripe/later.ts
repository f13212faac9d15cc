/**
 * The one way the stand-ins wait. A wait never keeps the process alive by itself, and it is handed in everywhere, so
 * that tests run what is due at once instead of sleeping.
 */
export type Later = (delayMs: number, task: () => void) => void;

export const later: Later = (delayMs, task) => {
  const timer: unknown = setTimeout(task, delayMs);
  // Node hands out an object that can be told not to hold the process; elsewhere a timer is a number.
  if (typeof timer === "object" && timer !== null && "unref" in timer && typeof timer.unref === "function") timer.unref();
};
