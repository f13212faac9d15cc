/**
 * Installs the packages when they are missing or not those of package-lock.json; runs before `npm start`, `npm test`
 * and `npm run token`. Plain JavaScript on Node 20 and without imports from node_modules, because it runs before there
 * is one. Says nothing when there is nothing to do, and never writes to stdout: `npm run token` prints a token there.
 * It refuses to change package-lock.json. Two at once in one checkout: one installs, the other waits.
 *
 * `npm install --no-save` and not `npm ci`: it takes the same versions and checks the same hashes, but `npm ci` turns
 * down a lock file that was made where the registry lacks some platform's optional packages.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const PROGRESS_MS = 5000;
const WAIT_MS = 500;
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

/** Resolves to the exit status. npm runs quietly, but for its errors: we say ourselves that it is still at it. */
async function install() {
  const startedAtMs = Date.now();
  const seconds = () => String(Math.round((Date.now() - startedAtMs) / 1000));
  process.stderr.write("installing packages (about half a minute) ...\n");
  const progress = setInterval(() => process.stderr.write(`installing packages: ${seconds()} s ...\n`), PROGRESS_MS);

  const flags = ["install", "--no-save", "--include=dev", "--no-audit", "--no-fund", "--no-progress", "--no-json"];
  // Through npm's own entry where npm tells us: on Windows a bare `npm` is a .cmd file, which spawn refuses.
  const npm = process.env["npm_execpath"];
  const [command, args] = npm !== undefined && /\.c?js$/.test(npm) ? [process.execPath, [npm, ...flags]] : ["npm", flags];
  const failure = await new Promise((resolve) => {
    const child = spawn(command, [...args, "--loglevel=error"], { cwd: root, stdio: ["ignore", 2, 2] });
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code) => resolve(code === 0 ? undefined : "what npm says is above"));
  });
  clearInterval(progress);

  if (failure === undefined && isInstalled()) {
    process.stderr.write(`installing packages: done in ${seconds()} s\n`);
    return 0;
  }
  process.stderr.write(`installing packages failed: ${failure ?? "they are not those of package-lock.json"}\n`);
  return 1;
}

for (let waited = 0; !isInstalled(); waited += 1) {
  if (takeLock()) {
    process.once("exit", () => rmSync(lockFile, { force: true }));
    process.exit(isInstalled() ? 0 : await install());
  }
  if (waited === 1) process.stderr.write("waiting for another install in this folder ...\n");
  await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
}
