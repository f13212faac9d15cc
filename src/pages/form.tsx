/**
 * The parts of a form: a summary of what is wrong that takes the focus, and fields with label, hint and fault. Native elements alone. What
 * was typed stays; a form that changes something carries its key.
 */
import type { Child } from "hono/jsx";
import { say } from "../messages/say.ts";

export interface FormState {
  /** By name of the field, as typed. */
  readonly typed: Readonly<Record<string, string>>;
  /** By name of the field; under "" what is wrong with the whole. */
  readonly faults: ReadonlyMap<string, string>;
}

export const NEW_FORM: FormState = { typed: {}, faults: new Map() };

/** A refusal after the fields had been found right. */
export function refusedForm(typed: FormState["typed"], sentence: string, field = ""): FormState {
  return { typed, faults: new Map([[field, sentence]]) };
}

export function isFaulty({ faults }: FormState): boolean {
  return faults.size > 0;
}

/** At the top of the page. `autofocus` moves the focus without a script. */
export function Faults({ form: { faults } }: { readonly form: FormState }) {
  if (faults.size === 0) return null;
  return (
    <div class="fault" role="alert" tabindex={-1} autofocus id="faults">
      <h2>{say("error.title")}</h2>
      <ul>
        {[...faults].map(([field, sentence]) => (
          <li>{field === "" ? sentence : <a href={`#${field}`}>{sentence}</a>}</li>
        ))}
      </ul>
    </div>
  );
}

interface FormProps {
  readonly action: string;
  /** Drawn with the page. */
  readonly formKey: string;
  readonly children: Child;
  readonly class?: string;
}

/** A form that changes something. */
export function Form({ action, formKey, children, class: name = "form" }: FormProps) {
  return (
    <form method="post" action={action} class={name} novalidate>
      <input type="hidden" name="key" value={formKey} />
      {children}
    </form>
  );
}

interface FieldProps {
  /** Also the id. */
  readonly name: string;
  readonly label: string;
  readonly form: FormState;
  readonly hint?: string;
  /** Where nothing has been typed yet. */
  readonly value?: string;
}

interface InputProps extends FieldProps {
  readonly type?: "text" | "number" | "date" | "time" | "datetime-local" | "search" | "email" | "url";
  readonly maxlength?: number;
  readonly min?: string;
  readonly max?: string;
  readonly step?: string;
  readonly inputmode?: "numeric" | "decimal";
  readonly autocomplete?: string;
  readonly required?: boolean;
}

export function Input({ name, label, form, hint, value = "", type = "text", autocomplete = "off", ...rest }: InputProps) {
  return (
    <Labelled {...{ name, label, form, hint }}>
      <input
        id={name}
        name={name}
        type={type}
        value={form.typed[name] ?? value}
        {...{ autocomplete, ...rest }}
        {...described(name, form, hint)}
      />
    </Labelled>
  );
}

export function TextArea({
  name,
  label,
  form,
  hint,
  value = "",
  maxlength,
  rows = 4,
}: FieldProps & { readonly maxlength: number; readonly rows?: number }) {
  return (
    <Labelled {...{ name, label, form, hint }}>
      <textarea id={name} name={name} rows={rows} maxlength={maxlength} {...described(name, form, hint)}>
        {form.typed[name] ?? value}
      </textarea>
    </Labelled>
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export function Select({ name, label, form, hint, value = "", options }: FieldProps & { readonly options: readonly Option[] }) {
  const chosen = form.typed[name] ?? value;
  return (
    <Labelled {...{ name, label, form, hint }}>
      <select id={name} name={name} {...described(name, form, hint)}>
        {options.map((option) => (
          <option value={option.value} selected={option.value === chosen}>
            {option.label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

/** A few choices that are all seen at once. */
export function Radios({ name, label, form, hint, value = "", options }: FieldProps & { readonly options: readonly Option[] }) {
  const chosen = form.typed[name] ?? value;
  return (
    <fieldset class="field" {...described(name, form, hint)}>
      <legend>{label}</legend>
      <About {...{ name, form, hint }} />
      {options.map((option, index) => (
        <label class="choice">
          {/* The summary of faults leads to the first. */}
          <input type="radio" id={index === 0 ? name : undefined} name={name} value={option.value} checked={option.value === chosen} />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Sends `on` where it is ticked. */
export function Checkbox({ name, label, form, hint, isOn = false }: Omit<FieldProps, "value"> & { readonly isOn?: boolean }) {
  const isTyped = Object.keys(form.typed).length > 0;
  return (
    <div class="field">
      <About {...{ name, form, hint }} />
      <label class="choice">
        <input
          type="checkbox"
          id={name}
          name={name}
          checked={isTyped ? form.typed[name] === "on" : isOn}
          {...described(name, form, hint)}
        />
        <span>{label}</span>
      </label>
    </div>
  );
}

function Labelled({
  name,
  label,
  form,
  hint,
  children,
}: Pick<FieldProps, "name" | "label" | "form"> & AboutProps & { readonly children: Child }) {
  return (
    <div class={form.faults.has(name) ? "field faulty" : "field"}>
      <label for={name}>{label}</label>
      <About {...{ name, form, hint }} />
      {children}
    </div>
  );
}

interface AboutProps {
  readonly hint?: string | undefined;
}

/** The hint of a field and what is wrong with it, above it. */
export function About({ name, form, hint }: Pick<FieldProps, "name" | "form"> & AboutProps) {
  const fault = form.faults.get(name);
  return (
    <>
      {hint !== undefined && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {fault !== undefined && (
        <p class="wrong" id={`${name}-fault`}>
          <span class="unseen">{say("error.prefix")}</span> {fault}
        </p>
      )}
    </>
  );
}

/** Ties a field to what `About` says of it. */
export function described(name: string, { faults }: FormState, hint: string | undefined) {
  const isWrong = faults.has(name);
  const ids = [...(hint === undefined ? [] : [`${name}-hint`]), ...(isWrong ? [`${name}-fault`] : [])];
  return {
    ...(ids.length === 0 ? {} : { "aria-describedby": ids.join(" ") }),
    ...(isWrong ? { "aria-invalid": "true" as const } : {}),
  };
}
