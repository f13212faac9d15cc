/**
 * Lets the simulators listen, on the loopback address and nowhere else: they sign in anyone who asks. Rejects with the
 * system's own error when the port is taken.
 */
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { simulatorsApp } from "./app.ts";
import { loadIssuer, type Person } from "./identity/tokens.ts";

const HOST = "127.0.0.1";

export interface Simulators {
  /** Mints tokens as the provider does; see `identity.ts`. */
  readonly issuer: Awaited<ReturnType<typeof loadIssuer>>;
  readonly close: () => void;
}

export interface SimulatorOptions {
  readonly port: number;
  readonly issuerUrl: string;
  readonly identityKeyFile: string;
  readonly workerUrl: string;
  readonly people: readonly Person[];
}

async function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(port, HOST, () => {
    resolve();
  });
  await promise;
}

export async function startSimulators(options: SimulatorOptions): Promise<Simulators> {
  const issuer = await loadIssuer({ issuerUrl: options.issuerUrl, keyFile: options.identityKeyFile });
  const app = simulatorsApp({
    issuer,
    people: options.people,
    workerUrl: options.workerUrl,
    simulatorsUrl: `http://${HOST}:${String(options.port)}`,
    now: () => Date.now(),
    deliver: async (request) => await fetch(request),
  });
  const answer = getRequestListener(app.fetch);
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  await listen(server, options.port);
  return {
    issuer,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
