/**
 * Secrets that must survive a restart: a file that is made once and never changed. Two processes that race end with the
 * same content, because the file appears under its name whole (written aside, then linked, and a link never replaces).
 * Readable by its owner only. Refuses nothing and knows nothing of what it keeps.
 */
import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

async function writeAside(path: string, content: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: OWNER_ONLY_FOLDER });
  const aside = `${path}.${randomUUID()}`;
  await writeFile(aside, content, { mode: OWNER_ONLY_FILE, flag: "wx", flush: true });
  return aside;
}

/** The content of the file; `make` is asked for it when there is no such file yet. */
export async function keepOnce(path: string, make: () => Promise<string> | string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
  const aside = await writeAside(path, await make());
  try {
    await link(aside, path);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    await rm(aside, { force: true });
  }
  return await readFile(path, "utf8");
}

/** Writes or replaces a file in one step: a reader finds the old content or the new one. */
export async function replaceFile(path: string, content: string): Promise<void> {
  await rename(await writeAside(path, content), path);
}
