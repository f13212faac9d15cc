import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: ["./src/database/schema.ts", "./src/database/schema-effects.ts", "./src/database/schema-webhooks.ts"],
  out: "./migrations",
});
