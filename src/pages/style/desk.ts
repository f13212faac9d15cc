/** The coach's desk. */
export const DESK = `.desk-nav ul { list-style: none; margin: 0 0 var(--space-4); padding: 0; display: flex; flex-wrap: wrap; gap: 0 var(--space-4); border-block-end: 1px solid var(--line); }
.desk-nav a { display: inline-flex; align-items: center; min-block-size: 2.75rem; border-block-end: 3px solid transparent; text-decoration: none; }
.desk-nav a:hover { text-decoration: underline; }
.desk-nav a[aria-current] { color: var(--ink); font-weight: 650; border-block-end-color: var(--accent); }
`;
