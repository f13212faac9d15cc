/** The choice of a time zone: a native form, which keeps all else that the page was asked for. */
import { say } from "../messages/say.ts";
import { placeOf } from "../messages/wording.ts";

/** As the runtime lists them, by region; made once for each isolate, where first needed. */
let regions: ReadonlyMap<string, readonly string[]> | null = null;

function zonesByRegion(): ReadonlyMap<string, readonly string[]> {
  regions ??= Map.groupBy(Intl.supportedValuesOf("timeZone"), (zone) => (zone.includes("/") ? zone.slice(0, zone.indexOf("/")) : ""));
  return regions;
}

interface ZoneChoice {
  readonly action: string;
  readonly timeZone: string;
  /** Parameters that stay. */
  readonly kept: Readonly<Record<string, string>>;
}

export function ZoneForm({ action, timeZone, kept }: ZoneChoice) {
  return (
    <form method="get" action={action} class="line">
      <label for="zone">{say("zone.label")}</label>
      {Object.entries(kept).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <ZoneSelect id="zone" timeZone={timeZone} />
      <button type="submit" class="second">
        {say("zone.submit")}
      </button>
    </form>
  );
}

/** A field of a form, named `time_zone`. */
export function ZoneSelect({ id, timeZone }: { readonly id: string; readonly timeZone: string }) {
  const known = zonesByRegion();
  const isListed = [...known.values()].some((zones) => zones.includes(timeZone));
  return (
    <select id={id} name="time_zone">
      {!isListed && (
        <option value={timeZone} selected>
          {placeOf(timeZone)}
        </option>
      )}
      {[...known].map(([region, zones]) => (
        <optgroup label={region === "" ? say("zone.others") : region}>
          {zones.map((zone) => (
            <option value={zone} selected={zone === timeZone}>
              {placeOf(zone)}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}
