/**
 * Another commit of this repository as a source tree of its own, in a temporary folder, for measuring beside it. Packages
 * are this tree's where both have the same lock file, else they are installed there. `remove` takes the folder away;
 * the repository itself is never touched.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export interface Reference {
  readonly root: string;
  /** Abbreviated, as git prints it. */
  readonly commit: string;
  readonly remove: () => void;
}

export function extractReference(ref: string, say: (line: string) => void): Reference {
  const git = (...args: string[]): string => execFileSync("git", args, { encoding: "utf8" }).trim();
  const commit = git("rev-parse", "--short", "--verify", "--end-of-options", `${ref}^{commit}`);
  const root = mkdtempSync(join(tmpdir(), `bench-${commit}-`));
  const remove = (): void => rmSync(root, { recursive: true, force: true });
  try {
    const archive = join(root, "tree.tar");
    git("archive", "--format=tar", `--output=${archive}`, commit);
    execFileSync("tar", ["-xf", archive, "-C", root]);
    rmSync(archive);
    if (sameLock(root)) symlinkSync(resolve("node_modules"), join(root, "node_modules"), "junction");
    else install(root, say);
    return { root, commit, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function sameLock(root: string): boolean {
  const theirs = join(root, "package-lock.json");
  return existsSync(theirs) && readFileSync(theirs).equals(readFileSync("package-lock.json"));
}

/** Sources are bundled by this tree's tools, so nothing there has to be built. */
function install(root: string, say: (line: string) => void): void {
  say("installing the packages of the other commit");
  const flags = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync("npm", ["install", ...flags], { cwd: root, stdio: ["ignore", 2, 2] });
}
