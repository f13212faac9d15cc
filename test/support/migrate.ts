/** Each test file begins with nothing stored: no object, an empty KV, and a database that has the migrations and no row. */
import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { agendaVariables, workerVariables } from "./worker.ts";

// A file that shares the runtime may have set some.
for (const variables of [agendaVariables, workerVariables])
  for (const name of Object.keys(variables)) Reflect.deleteProperty(variables, name);

// `reset` empties what is in memory. An object that was idle for ten seconds is not, and would keep its storage: each is asked first.
await Promise.all([env.DB.prepare("SELECT 1").run(), env.KEPT.get("-"), env.TOKENS.get("-")]);
await reset();
await applyD1Migrations(env.DB, (env as unknown as { MIGRATIONS: Parameters<typeof applyD1Migrations>[1] }).MIGRATIONS);
