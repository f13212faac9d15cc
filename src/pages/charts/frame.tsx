/**
 * A figure as every chart stands on a page: its name, a sentence, the drawing, its definition and the same as a table, each of them one click
 * away. Drawn on the server: presentation attributes and classes alone, as the policy of pages allows no inline style. For a screen reader the
 * drawing is one image with name and description; its table tells every number.
 */
import type { Child } from "hono/jsx";
import { say } from "../../messages/say.ts";

export const CHART_WIDTH = 880;

interface FigureProps {
  /** Of the section; ids of its parts begin with it. */
  readonly id: string;
  readonly name: string;
  /** The figure in one sentence; null: its table is as short. */
  readonly sum: string | null;
  readonly definition: string;
  /** The table under the drawing is opened by a click; without a drawing it stands open. */
  readonly drawing: Child | null;
  readonly children?: Child;
}

export function Figure({ id, name, sum, definition, drawing, children }: FigureProps) {
  return (
    <section class="figure" aria-labelledby={id}>
      <h2 id={id}>{name}</h2>
      {sum !== null && <p>{sum}</p>}
      {drawing}
      <details>
        <summary>
          {say("figures.definition")}
          <span class="unseen">{say("figures.definition.of", { figure: name })}</span>
        </summary>
        <p>{definition}</p>
      </details>
      {drawing === null ? (
        children
      ) : (
        <details>
          <summary>
            {say("figures.table")}
            <span class="unseen">{say("figures.table.of", { figure: name })}</span>
          </summary>
          {children}
        </details>
      )}
    </section>
  );
}

interface DrawingProps {
  readonly id: string;
  readonly name: string;
  readonly sum: string;
  readonly height: number;
  readonly children: Child;
}

/** Where it is wider than the screen it is scrolled, by keyboard too. */
export function Drawing({ id, name, sum, height, children }: DrawingProps) {
  return (
    <div class="chart" role="group" tabindex={0} aria-label={name}>
      <svg role="img" aria-labelledby={`${id}-name ${id}-sum`} viewBox={`0 0 ${String(CHART_WIDTH)} ${String(height)}`}>
        <title id={`${id}-name`}>{name}</title>
        <desc id={`${id}-sum`}>{sum}</desc>
        {children}
      </svg>
    </div>
  );
}

export interface Series {
  readonly name: string;
  /** 1-5: its colour. */
  readonly mark: number;
}

export function Legend({ lead, series }: { readonly lead: string; readonly series: readonly Series[] }) {
  return (
    <p class="legend" aria-hidden="true">
      {lead}{" "}
      {series.map(({ name, mark }) => (
        <span class={`key-${String(mark)}`}>{name}</span>
      ))}
    </p>
  );
}

interface TableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly head: string; readonly cells: readonly string[] }[];
}

/** The first column names the rows. */
export function Table({ caption, columns: [first = "", ...columns], rows }: TableProps) {
  return (
    <div class="numbers" role="group" tabindex={0} aria-label={caption}>
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {columns.map((column) => (
              <th scope="col">{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ head, cells }) => (
            <tr>
              <th scope="row">{head}</th>
              {cells.map((cell) => (
                <td>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
