/** Each test file begins with nothing stored: no object, an empty KV, and a database that has the migrations and no row. */
import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { agendaVariables, workerVariables } from "./worker.ts";

// A file that shares the runtime may have set some.
for (const variables of [agendaVariables, workerVariables])
  for (const name of Object.keys(variables)) Reflect.deleteProperty(variables, name);

await reset();
await applyD1Migrations(env.DB, (env as unknown as { MIGRATIONS: Parameters<typeof applyD1Migrations>[1] }).MIGRATIONS);
