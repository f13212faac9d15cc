/** Offers, the month and the times of a day. */
export const BOOK = `.facts { list-style: none; margin: 0 0 var(--space-3); padding: 0; display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-3); color: var(--quiet); font-size: var(--text-small); }
.cards .facts { margin: var(--space-1) 0 0; }
.said { white-space: pre-line; max-inline-size: 40rem; }
.panes { display: grid; gap: var(--space-5); grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); margin-block-start: var(--space-4); }
.month { inline-size: 100%; margin-block-end: var(--space-3); border-collapse: collapse; table-layout: fixed; text-align: center; }
.month caption { font-weight: 600; padding-block-end: var(--space-2); text-align: start; }
.month th { font-size: var(--text-small); font-weight: 400; color: var(--quiet); padding-block: var(--space-1); overflow-wrap: normal; }
.month td { padding: 2px; color: var(--quiet); block-size: 2.75rem; }
.month td > a { display: flex; align-items: center; justify-content: center; block-size: 2.75rem; border-radius: var(--radius); background: var(--accent-soft); font-weight: 650; }
.month td > a[aria-current] { background: var(--accent); color: var(--accent-ink); }
.times { list-style: none; margin: 0 0 var(--space-4); padding: 0; display: grid; gap: var(--space-2); grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); }
.times > li { border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); padding: var(--space-2); text-align: center; font-variant-numeric: tabular-nums; }
.times small { display: block; color: var(--quiet); }
`;
