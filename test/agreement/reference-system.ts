/**
 * The naive machine behind the interface of a system: it shows that the games run, that the judge has nothing against the agreement kept,
 * and, with one rule forgotten, that the judge notices.
 */
import type { Act } from "./acts.ts";
import type { Guard } from "./guards.ts";
import { Machine } from "./machine.ts";
import type { Played, SystemUnderTest, VisibleBooking, World } from "./system.ts";

export class ReferenceSystem implements SystemUnderTest {
  private machine: Machine | null = null;
  private readonly broken: ReadonlySet<Guard>;

  constructor(...broken: readonly Guard[]) {
    this.broken = new Set(broken);
  }

  begin(world: World): readonly VisibleBooking[] {
    this.machine = new Machine(world, this.broken);
    return this.machine.show();
  }

  play(act: Act): Played {
    if (this.machine === null) throw new Error("no world has begun");
    const [code] = this.machine.play(act);
    const bookings = this.machine.show();
    return code === undefined ? { accepted: true, bookings } : { accepted: false, code, bookings };
  }
}
