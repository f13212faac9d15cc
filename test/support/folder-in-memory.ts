/**
 * Where the machine keeps files in memory, for storage that a test throws away. Where it has no such folder (only Linux has one by this
 * name), or too little room in it, the folder for temporary files is as good, and slower.
 */
import { mkdirSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";

const IN_MEMORY = "/dev/shm";
/** Ample: databases of some ten megabytes, and the profile of a browser. */
const ROOM_BYTES_MIN = 2 ** 30;

/** An absolute path. A run that is killed leaves what it stored there. */
export function folderInMemory(): string {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    if (bavail * bsize < ROOM_BYTES_MIN) return tmpdir();
    const folder = `${IN_MEMORY}/booking-tests`;
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch {
    return tmpdir();
  }
}
