/**
 * Fields of the desk's forms, each told once: how it is shown, how what was typed is read, and how it is said in words. Bounds are those of the
 * API's contract, from `limits.ts`. What cannot be read is a fault beside its field; nothing is corrected silently.
 */
import { say, type MessageId } from "../../messages/say.ts";
import { About, Checkbox, described, type FormState, Input, Radios, Select, TextArea } from "../form.tsx";
import { lengthIn, lengthInWords, minutesOf, type Unit, UNITS } from "./words.ts";

export type Typed = FormState["typed"];

interface Common {
  readonly name: string;
  readonly label: MessageId;
  /** Of several fields of one label. */
  readonly number?: number;
  readonly hint?: MessageId;
}

export interface LengthField extends Common {
  readonly kind: "length";
  readonly minutesMin: number;
  readonly minutesMax: number;
}

export interface WholeField extends Common {
  readonly kind: "whole";
  readonly min: number;
  readonly max: number;
}

export interface TextField extends Common {
  readonly kind: "text" | "area";
  readonly charactersMax: number;
}

interface ChoiceField extends Common {
  readonly kind: "choice" | "select";
  readonly options: readonly { readonly value: string; readonly label: MessageId }[];
}

interface CheckField extends Common {
  readonly kind: "check";
}

export type Field = LengthField | WholeField | TextField | ChoiceField | CheckField;

export function labelOf({ label, number = 0 }: Common): string {
  return say(label, { number });
}

export function FieldShown({ field, form }: { readonly field: Field; readonly form: FormState }) {
  const shared = { name: field.name, label: labelOf(field), form, ...hintOf(field) };
  switch (field.kind) {
    case "length":
      return <LengthShown {...shared} />;
    case "whole":
      return <Input {...shared} inputmode="numeric" maxlength={10} />;
    case "text":
      return <Input {...shared} maxlength={field.charactersMax} />;
    case "area":
      return <TextArea {...shared} maxlength={field.charactersMax} />;
    case "check":
      return <Checkbox {...shared} />;
    default:
  }
  const options = field.options.map(({ value, label }) => ({ value, label: say(label) }));
  return field.kind === "choice" ? <Radios {...shared} options={options} /> : <Select {...shared} options={options} />;
}

function hintOf(field: Field): { readonly hint?: string } {
  if (field.hint === undefined) return {};
  const bounds = field.kind === "whole" ? { min: field.min, max: field.max } : {};
  return { hint: say(field.hint, bounds) };
}

interface LengthView {
  readonly name: string;
  readonly label: string;
  readonly form: FormState;
  readonly hint?: string;
}

/** A number and its unit, under one legend. */
export function LengthShown({ name, label, form, hint }: LengthView) {
  const unit = form.typed[unitOf(name)] ?? "hours";
  return (
    <fieldset class={form.faults.has(name) ? "field length faulty" : "field length"}>
      <legend>{label}</legend>
      <About {...{ name, form, hint }} />
      <div class="pair">
        <input
          id={name}
          name={name}
          type="text"
          inputmode="numeric"
          maxlength={10}
          autocomplete="off"
          value={form.typed[name] ?? ""}
          aria-label={say("field.length.count", { label })}
          {...described(name, form, hint)}
        />
        <select name={unitOf(name)} aria-label={say("field.length.unit", { label })}>
          {UNITS.map((each) => (
            <option value={each} selected={each === unit}>
              {say(`field.unit.${each}`)}
            </option>
          ))}
        </select>
      </div>
    </fieldset>
  );
}

function unitOf(name: string): string {
  return `${name}_unit`;
}

/** How a length stands in its form; null: it is left empty. */
export function typedLength(name: string, minutes: number | null): Typed {
  if (minutes === null) return { [name]: "" };
  const { count, unit } = lengthIn(minutes);
  return { [name]: String(count), [unitOf(name)]: unit };
}

/** The typed text, and the faults that are found in it while it is read. */
export interface Reading {
  readonly typed: Typed;
  readonly faults: Map<string, string>;
}

export function readingOf(typed: Typed): Reading {
  return { typed, faults: new Map() };
}

/** null where nothing was typed. */
export function readOptionalWhole({ typed, faults }: Reading, field: WholeField): number | null {
  const text = (typed[field.name] ?? "").trim();
  if (text === "") return null;
  const { min, max } = field;
  const number = wholeIn(text);
  if (number !== null && number >= min && number <= max) return number;
  faults.set(field.name, say("field.whole.wrong", { label: labelOf(field), min, max }));
  return null;
}

export function readWhole(reading: Reading, field: WholeField): number {
  const number = readOptionalWhole(reading, field);
  if (number === null && !reading.faults.has(field.name)) {
    reading.faults.set(field.name, say("field.whole.wrong", { label: labelOf(field), min: field.min, max: field.max }));
  }
  return number ?? field.min;
}

/** In minutes; null where nothing was typed. */
export function readOptionalLength({ typed, faults }: Reading, field: LengthField): number | null {
  const text = (typed[field.name] ?? "").trim();
  if (text === "") return null;
  const unit = UNITS.find((each) => each === (typed[unitOf(field.name)] ?? "hours"));
  const count = wholeIn(text);
  const minutes = count === null || unit === undefined ? null : minutesOf(count, unit);
  if (minutes !== null && minutes >= field.minutesMin && minutes <= field.minutesMax) return minutes;
  faults.set(field.name, lengthFault(field));
  return null;
}

export function readLength(reading: Reading, field: LengthField): number {
  const minutes = readOptionalLength(reading, field);
  if (minutes === null && !reading.faults.has(field.name)) reading.faults.set(field.name, lengthFault(field));
  return minutes ?? field.minutesMin;
}

function lengthFault(field: LengthField): string {
  const [min, max] = [lengthInWords(field.minutesMin), lengthInWords(field.minutesMax)];
  return say("field.length.wrong", { label: labelOf(field), min, max });
}

/** Digits alone: `Number` also reads "", "1e3" and "0x10". */
function wholeIn(text: string): number | null {
  return /^\d{1,9}$/u.test(text) ? Number(text) : null;
}

/** Line breaks as one character; "" where nothing was typed. */
export function readText({ typed, faults }: Reading, field: TextField): string {
  // A browser sends a line break as two characters, where the field counts one.
  const text = (typed[field.name] ?? "").replaceAll("\r\n", "\n");
  const label = labelOf(field);
  if (text.length > field.charactersMax) faults.set(field.name, say("field.text.too_long", { label, max: field.charactersMax }));
  else if (text.includes("\0") || !text.isWellFormed()) faults.set(field.name, say("field.text.unreadable", { label }));
  return text.trim() === "" ? "" : text;
}

/** One of the choices; the first where another was sent, which no form of ours does. */
export function readChoice<const Value extends string>({ typed }: Reading, { name }: Common, values: readonly [Value, ...Value[]]): Value {
  return values.find((value) => value === typed[name]) ?? values[0];
}

export function readCheck({ typed }: Reading, { name }: Common): boolean {
  return typed[name] === "on";
}

/** A field that stands otherwise than somebody typed it, and how it stands. */
export interface Difference {
  readonly label: string;
  readonly now: string;
}

export function differencesIn(fields: readonly Field[], typed: Typed, now: Typed): Difference[] {
  return fields.flatMap((field) => (isSame(field, typed, now) ? [] : [{ label: labelOf(field), now: inWords(field, now) }]));
}

function isSame(field: Field, one: Typed, other: Typed): boolean {
  const textOf = (typed: Typed) => (typed[field.name] ?? "").replaceAll("\r\n", "\n");
  if (textOf(one) !== textOf(other)) return false;
  return field.kind !== "length" || textOf(one) === "" || one[unitOf(field.name)] === other[unitOf(field.name)];
}

function inWords(field: Field, typed: Typed): string {
  const text = typed[field.name] ?? "";
  if (field.kind === "check") return text === "on" ? say("field.yes") : say("field.no");
  if (field.kind === "choice" || field.kind === "select") {
    const option = field.options.find(({ value }) => value === text);
    return option === undefined ? text : say(option.label);
  }
  if (text === "") return say("field.empty");
  return field.kind === "length" ? say(`length.${unitIn(typed, field.name)}`, { count: Number(text) }) : text;
}

function unitIn(typed: Typed, name: string): Unit {
  return UNITS.find((unit) => unit === typed[unitOf(name)]) ?? "hours";
}

interface StaleView {
  readonly differences: readonly Difference[];
}

/** The thing was changed since the page was opened: how it stands now, where that is not what was typed. */
export function Stale({ differences }: StaleView) {
  return (
    <section class="onward" aria-labelledby="stale">
      <h2 id="stale">{say("stale.title")}</h2>
      {differences.length === 0 ? (
        <p>{say("stale.same")}</p>
      ) : (
        <>
          <p>{say("stale.text")}</p>
          <ul>
            {differences.map(({ label, now }) => (
              <li>{say("stale.now", { label, now })}</li>
            ))}
          </ul>
          <p>{say("stale.on")}</p>
        </>
      )}
    </section>
  );
}
