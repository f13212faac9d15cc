/**
 * Installs the packages when they are missing or not those of package-lock.json; runs before `npm start`, `npm test`
 * and `npm run token`. Plain JavaScript on Node 20 and without imports from node_modules, because it runs before there
 * is one. Says nothing when there is nothing to do, and never writes to stdout: `npm run token` prints a token there.
 * It refuses to change package-lock.json (`npm ci`, not `npm install`). Two at once in one checkout: one installs, the
 * other waits.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const lockFile = join(root, ".wrangler", "installing.pid");

/** The `packages` of a lock file, or undefined where it is absent or broken. */
function packagesOf(file) {
  try {
    const { packages } = JSON.parse(readFileSync(file, "utf8"));
    return packages === null || typeof packages !== "object" ? undefined : packages;
  } catch {
    return undefined;
  }
}

/**
 * npm writes node_modules/.package-lock.json last, and lists in it what it put there: every package of the lock file
 * but the optional ones of other platforms. Contents are compared and not times, which a checkout sets as it likes.
 */
function isInstalled() {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const present = packagesOf(join(modules, ".package-lock.json"));
  if (wanted === undefined || present === undefined) return false;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "") continue;
    const found = present[path];
    if (found === undefined && entry.optional !== true) return false;
    if (found !== undefined && (found.version !== entry.version || found.integrity !== entry.integrity)) return false;
  }
  // The package `node` gets its binary from an install script, which `--ignore-scripts` leaves out.
  return ["node", "node.exe"].some((binary) => existsSync(join(modules, "node", "bin", binary)));
}

/** True when this process may install now; false while another one does. */
function takeLock() {
  mkdirSync(dirname(lockFile), { recursive: true });
  try {
    writeFileSync(lockFile, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  try {
    const holder = Number(readFileSync(lockFile, "utf8"));
    if (holder > 0) process.kill(holder, 0); // Throws when there is no such process: the lock was left behind.
  } catch (error) {
    if (error.code === "ESRCH") rmSync(lockFile, { force: true });
  }
  return false;
}

function install() {
  process.stderr.write("installing packages (about half a minute) ...\n");
  const startedAtMs = Date.now();
  const flags = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=notice", "--no-json"];
  // Through npm's own entry where npm tells us: on Windows a bare `npm` is a .cmd file, which spawn refuses.
  const npm = process.env["npm_execpath"];
  const options = { cwd: root, stdio: ["ignore", 2, 2] };
  const done =
    npm !== undefined && /\.c?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...flags], options)
      : spawnSync("npm", flags, { ...options, shell: process.platform === "win32" });
  if (done.status !== 0 || !isInstalled()) {
    const reason = done.error === undefined ? "; what npm says is above" : `: ${done.error.message}`;
    process.stderr.write(`installing packages failed${reason}\n`);
    return done.status || 1;
  }
  process.stderr.write(`installing packages: done in ${Math.round((Date.now() - startedAtMs) / 1000)} s\n`);
  return 0;
}

for (let waited = 0; !isInstalled(); waited += 1) {
  if (takeLock()) {
    const status = isInstalled() ? 0 : install();
    rmSync(lockFile, { force: true });
    process.exit(status);
  }
  if (waited === 1) process.stderr.write("waiting for another install in this folder ...\n");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
}
