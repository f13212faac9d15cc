/** The frame on another site's page, and lines to copy. */
export const EMBED = `.framed[data-theme="light"] { color-scheme: light; }
.framed[data-theme="dark"] { color-scheme: dark; }
.framed body { display: flow-root; }
.framed main { padding: var(--space-3); }
.framed h1 { font-size: var(--text-large); }
.framed h2 { font-size: var(--text); }
.panes { display: grid; gap: var(--space-4); grid-template-columns: minmax(0, 1fr); margin-block-start: var(--space-3); }
@media (min-width: 40rem) { .panes { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
.times a[aria-current] { background: var(--accent); color: var(--accent-ink); }
.times a[aria-current] small { color: inherit; }
.onward { border-inline-start: 4px solid var(--accent); padding: var(--space-2) var(--space-3); background: var(--raised); }
.onward > :last-child { margin-block-end: 0; }
.code { background: var(--raised); border: 1px solid var(--line); border-radius: var(--radius); padding: var(--space-3); margin: 0 0 var(--space-3); overflow-x: auto; font: var(--text-small) / 1.5 ui-monospace, monospace; }
.described { border-collapse: collapse; margin-block-end: var(--space-4); max-inline-size: 48rem; }
.described th, .described td { text-align: start; vertical-align: top; padding: var(--space-2) var(--space-3) var(--space-2) 0; border-block-end: 1px solid var(--line); }
.described.even { inline-size: 100%; table-layout: fixed; }
.described code { overflow-wrap: normal; white-space: nowrap; }
`;
