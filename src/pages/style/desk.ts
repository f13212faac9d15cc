/** The coach's desk. */
export const DESK = `.desk-nav ul { list-style: none; margin: 0 0 var(--space-4); padding: 0; display: flex; flex-wrap: wrap; gap: 0 var(--space-4); border-block-end: 1px solid var(--line); }
.desk-nav a { display: inline-flex; align-items: center; min-block-size: 2.75rem; border-block-end: 3px solid transparent; text-decoration: none; }
.desk-nav a:hover { text-decoration: underline; }
.desk-nav a[aria-current] { color: var(--ink); font-weight: 650; border-block-end-color: var(--accent); }
.desk-part { margin-block-start: var(--space-5); }
.desk-notes { list-style: none; margin: 0 0 var(--space-4); padding: 0; display: grid; gap: var(--space-2); }
.desk-notes > li { border-inline-start: 4px solid var(--accent); background: var(--raised); padding: var(--space-2) var(--space-3); }
.desk-waiting { list-style: none; margin: 0 0 var(--space-4); padding: 0; display: grid; gap: var(--space-3); grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); }
.desk-waiting > li { background: var(--raised); border: 1px solid var(--line); border-inline-start: 4px solid var(--accent); border-radius: var(--radius); padding: var(--space-3); }
.desk-waiting p { margin: 0 0 var(--space-1); }
.desk-waiting .ways { margin-block-start: var(--space-2); }
.desk-week { list-style: none; margin: 0 0 var(--space-4); padding: 0; display: grid; gap: var(--space-3) var(--space-2); }
.desk-week > li { border-block-start: 1px solid var(--line); padding-block-start: var(--space-2); min-inline-size: 0; }
.desk-week > .now { border-block-start: 3px solid var(--accent); padding-block-start: calc(var(--space-2) - 2px); }
.desk-week > .none { display: flex; gap: var(--space-3); align-items: baseline; }
.desk-week > .none > * { margin: 0; }
.desk-week h3 { font-size: var(--text); margin: 0 0 var(--space-2); }
.desk-week h3 a { display: inline-flex; align-items: center; min-block-size: 2.75rem; }
.desk-week h3 span { font-weight: 400; font-size: 0.875rem; color: var(--quiet); }
@media (min-width: 62rem) {
  .desk-week { grid-template-columns: repeat(7, minmax(0, 1fr)); }
  .desk-week > .none { display: block; }
}
.desk-lines { list-style: none; margin: 0 0 var(--space-2); padding: 0; display: grid; gap: var(--space-1); }
.desk-lines > li, .desk-key span { border: 1px solid var(--line); border-inline-start-width: 4px; border-radius: 0.25rem; padding: var(--space-1) var(--space-2); background: var(--raised); }
.desk-lines > li { min-inline-size: 0; font-size: var(--text-small); }
.desk-lines .at { display: block; font-weight: 650; font-variant-numeric: tabular-nums; }
.desk-lines .quiet { display: block; }
.desk-lines.full > li { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); align-items: center; font-size: var(--text); min-block-size: 2.75rem; }
.desk-lines.full .at { display: inline; margin-inline-end: var(--space-3); }
.desk-lines a { display: block; color: inherit; text-decoration-color: var(--accent); }
.desk-lines.full a { display: inline-flex; align-items: center; min-block-size: 2.75rem; }
main > .onward { margin-block-end: var(--space-4); }
.desk-lines .held, .desk-key .held { border-inline-start-color: var(--accent); background: var(--accent-soft); }
.desk-lines .waits, .desk-key .waits { border-style: dashed; border-color: var(--accent); border-inline-start-style: dashed; }
.desk-lines .busy, .desk-key .busy { border-inline-start-color: var(--quiet); background: repeating-linear-gradient(135deg, transparent 0 0.5rem, color-mix(in srgb, var(--line) 45%, transparent) 0.5rem 0.75rem); color: var(--quiet); }
.desk-key { display: flex; flex-wrap: wrap; gap: var(--space-2); }
.pair { display: flex; flex-wrap: wrap; gap: var(--space-2); }
.pair > input { flex: 0 1 7rem; }
.pair > select { flex: 0 1 10rem; }
.group { inline-size: 100%; display: grid; gap: var(--space-4); border-block-start: 1px solid var(--line); padding-block-start: var(--space-3); }
.group h2 { margin: 0; }
.policy { inline-size: 100%; }
.policy-row { display: grid; gap: var(--space-2) var(--space-4); padding-block: var(--space-3); border-block-end: 1px solid var(--line); }
.policy-row > .field { align-self: end; }
@media (min-width: 36rem) { .policy-row { grid-template-columns: 1.4fr 1fr; } }
.more { inline-size: 100%; border: 1px solid var(--line); border-radius: var(--radius); padding: var(--space-2) var(--space-3); }
.more > summary { padding-block: 0.6rem; cursor: pointer; font-weight: 600; }
.more > .form { margin-block-start: var(--space-3); }
`;
