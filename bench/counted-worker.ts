/**
 * The service with every call to D1 counted, for the table of trips; whose service it is, the bundler decides. Beside the
 * API it answers `/__trips/take` (the counts since it was last asked), `/__trips/rings` (how often alarms have finished)
 * and `/__trips/wake`. Nothing is timed through it.
 */
import service, { CoachAgenda as ServiceAgenda } from "../src/index.ts";
import { countingInto, noCounts } from "../test/support/counting.ts";

// oxlint-disable-next-line oxc/no-barrel-file -- Whatever classes that service has; its bindings name them.
export * from "../src/index.ts";

const counts = noCounts();
let rings = 0;
let known: { readonly given: Env; readonly counted: Env } | null = null;

/** One for each environment: the service keeps what it has made for as long as it is handed the same one. */
function counted(given: Env): Env {
  if (known?.given !== given) known = { given, counted: { ...given, DB: countingInto(given.DB, counts) } };
  return known.counted;
}

export class CoachAgenda extends ServiceAgenda {
  /** A ring that is asked for dispatches, however lately somebody asked for something. */
  protected override readonly quietMs: number = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, { ...env, DB: countingInto(env.DB, counts) });
  }

  override async alarm(): Promise<void> {
    try {
      await super.alarm();
    } finally {
      rings += 1;
    }
  }
}

export default {
  async fetch(request, env, ctx) {
    const { pathname, searchParams } = new URL(request.url);
    switch (pathname) {
      case "/__trips/take": {
        const taken = { ...counts };
        Object.assign(counts, noCounts());
        return Response.json(taken);
      }
      case "/__trips/rings":
        return Response.json(rings);
      case "/__trips/wake": {
        const coachId = searchParams.get("coach_id") ?? "";
        await env.COACH_AGENDA.getByName(coachId).wake(coachId);
        return Response.json(null);
      }
      default:
        return await service.fetch(request, counted(env), ctx);
    }
  },
} satisfies ExportedHandler<Env>;
