/** A coach's hours and calendars: the week as fields and as a picture, rules, what results. */
export const HOURS = `.hours { display: grid; gap: var(--space-5); grid-template-columns: minmax(0, 1fr); }
.hours-fields { display: grid; gap: var(--space-5); min-inline-size: 0; }
.week { display: grid; gap: var(--space-3); grid-template-columns: repeat(auto-fill, minmax(min(100%, 14rem), 1fr)); }
.weekday { border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); margin: 0; padding: var(--space-1) var(--space-3) var(--space-2); min-inline-size: 0; }
.weekday legend, .new > legend { font-weight: 650; padding-inline: var(--space-1); }
.pair { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-2); align-items: center; margin-block-end: var(--space-2); }
.pair input { flex: 0 1 5.5rem; inline-size: 5.5rem; padding-inline: var(--space-2); font-variant-numeric: tabular-nums; text-align: center; }
.pair .wrong { flex-basis: 100%; color: var(--fault); font-weight: 600; margin: 0; }
.pair [aria-invalid] { border-color: var(--fault); border-width: 2px; }
.new { border: 1px solid var(--line); border-radius: var(--radius); margin: 0; padding: var(--space-2) var(--space-3) var(--space-3); display: grid; gap: var(--space-3) var(--space-4); grid-template-columns: repeat(auto-fill, minmax(min(100%, 14rem), 1fr)); align-items: start; min-inline-size: 0; }
.new > .whole { grid-column: 1 / -1; }
.new .field > .choice { display: flex; font-weight: 400; }
.ticks { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); }
.as-label { font-weight: 600; margin: 0 0 var(--space-1); }
.kept { list-style: none; margin: 0 0 var(--space-3); padding: 0; border-block-start: 1px solid var(--line); }
.kept > li { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); align-items: center; justify-content: space-between; border-block-end: 1px solid var(--line); padding-block: var(--space-1); }
.kept > li > span { flex: 1 1 16rem; min-inline-size: 0; }
.kept small { display: block; color: var(--quiet); }
.jump { margin: 0; }
/* The picture is drawn by a script: its place is kept from the beginning. */
@media (scripting: enabled) {
  .grid-place { display: block; min-block-size: 44.5rem; }
  .grid-place[hidden] { visibility: hidden; }
}
.grid-place details { margin-block-end: var(--space-3); }
.grid-place summary { min-block-size: 2.75rem; display: list-item; align-content: center; cursor: pointer; color: var(--accent); }
.save { position: sticky; inset-block-end: 0; background: var(--paper); border-block-start: 1px solid var(--line); padding-block: var(--space-2); display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-3); align-items: center; }
html:has(.save) { scroll-padding-block-end: 6rem; }
.save p { margin: 0; flex: 1 1 14rem; }
.result { min-inline-size: 0; }
.result .field { margin-block-end: var(--space-2); }
.outcome { list-style: none; margin: 0; padding: 0; }
.outcome > li { border-block-start: 1px solid var(--line); padding-block: var(--space-1); display: grid; grid-template-columns: 1fr auto; column-gap: var(--space-2); align-items: center; }
.outcome strong { font-weight: 600; font-size: var(--text-small); }
.outcome span { grid-column: 1; grid-row: 2; font-variant-numeric: tabular-nums; word-spacing: 0.35em; }
.outcome span.quiet { word-spacing: normal; }
.outcome a { grid-column: 2; grid-row: 1 / span 2; min-block-size: 2.75rem; display: inline-flex; align-items: center; padding-inline: var(--space-2); }
.reasons { list-style: none; margin: 0 0 var(--space-4); padding: 0; }
.reasons > li { border-block-start: 1px solid var(--line); padding-block: var(--space-1); }
.reasons > li:not(.free) { color: var(--quiet); }
.reasons strong { font-variant-numeric: tabular-nums; margin-inline-end: var(--space-2); }
.warned { border-inline-start: 4px solid var(--fault); padding-inline-start: var(--space-2); }
.grid { display: grid; grid-template-columns: 2.6rem repeat(7, minmax(0, 1fr)); gap: 2px; margin-block-end: var(--space-4); }
.hour-marks { position: relative; margin-block-start: 2.75rem; font-size: 0.75rem; color: var(--quiet); }
.hour-marks span { position: absolute; transform: translateY(-50%); font-variant-numeric: tabular-nums; }
.hour-marks span:first-child { transform: none; }
.grid-add { inline-size: 100%; justify-content: center; padding: 0; background: none; border-color: transparent; color: var(--accent); font-size: var(--text-small); }
.grid-add::before { content: attr(data-short); }
.grid-add:hover { background: var(--accent-soft); }
.grid-track { position: relative; background: var(--raised) repeating-linear-gradient(transparent 0 71px, var(--line) 71px 72px); border-radius: 2px; cursor: cell; overflow: hidden; }
.grid-span { position: absolute; inset-inline: 1px; background: var(--accent); color: var(--accent-ink); border-radius: 4px; font-size: 0.75rem; line-height: 1.2; text-align: center; overflow: hidden; cursor: grab; touch-action: none; user-select: none; padding-block-start: 3px; font-variant-numeric: tabular-nums; }
.grid-span:focus-visible { outline-offset: -4px; outline-color: var(--accent-ink); }
.grid-edge { position: absolute; inset-inline: 0; block-size: 7px; cursor: ns-resize; }
.grid-edge[data-end="from"] { inset-block-start: 0; }
.grid-edge[data-end="until"] { inset-block-end: 0; }
@media (min-width: 60rem) {
  .jump { display: none; }
  .hours { grid-template-columns: minmax(0, 1fr) 19rem; }
  .result { position: sticky; inset-block-start: var(--space-3); align-self: start; max-block-size: calc(100vh - 2 * var(--space-3)); overflow-y: auto; }
}
`;
