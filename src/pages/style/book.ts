/** Offers, the month and the times of a day. */
export const BOOK = `.facts { list-style: none; margin: 0 0 var(--space-3); padding: 0; display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-3); color: var(--quiet); font-size: var(--text-small); }
.cards .facts { margin: var(--space-1) 0 0; }
.said { white-space: pre-line; max-inline-size: 40rem; }
.booker { display: grid; gap: var(--space-4) var(--space-5); align-items: start; }
.booker > * { min-inline-size: 0; }
@media (min-width: 46rem) {
  .booker { grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr); }
  .booker > :first-child { grid-row: span 2; }
}
@media (min-width: 64rem) {
  .booker { grid-template-columns: minmax(0, 15rem) minmax(0, 1.5fr) minmax(0, 1fr); }
  .booker > :first-child { grid-row: auto; border-inline-end: 1px solid var(--line); padding-inline-end: var(--space-4); }
}
.month { inline-size: 100%; margin-block-end: var(--space-3); border-collapse: collapse; table-layout: fixed; text-align: center; }
.month caption { font-weight: 600; padding-block-end: var(--space-2); text-align: start; }
.month th { font-size: var(--text-small); font-weight: 400; color: var(--quiet); padding-block: var(--space-1); overflow-wrap: normal; }
.month td { padding: 2px; color: var(--quiet); block-size: calc(2.75rem + 4px); }
.month td > a { display: flex; align-items: center; justify-content: center; block-size: 2.75rem; border-radius: var(--radius); background: var(--accent-soft); font-weight: 650; }
.month td > a[aria-current] { background: var(--accent); color: var(--accent-ink); }
.times { list-style: none; margin: 0 0 var(--space-4); padding: 0; display: grid; gap: var(--space-2); grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); }
.times a { display: flex; flex-direction: column; align-items: center; justify-content: center; min-block-size: 2.75rem; block-size: 100%; padding: var(--space-1) var(--space-2); border: 1px solid var(--accent); border-radius: var(--radius); background: var(--raised); font-weight: 650; text-decoration: none; font-variant-numeric: tabular-nums; }
.times a:hover { background: var(--accent-soft); }
.times small { text-align: center; color: var(--quiet); font-weight: 400; }
.rows { margin: var(--space-4) 0 var(--space-4); max-inline-size: 48rem; border-block-start: 1px solid var(--line); }
.rows > div { display: grid; gap: 0 var(--space-4); padding-block: var(--space-2); border-block-end: 1px solid var(--line); }
@media (min-width: 36rem) { .rows > div { grid-template-columns: 10rem minmax(0, 1fr); } }
.rows dt { color: var(--quiet); font-size: var(--text-small); padding-block-start: 0.1rem; }
.rows dd { margin: 0; }
ul.plain { list-style: none; margin: 0; padding: 0; }
`;
