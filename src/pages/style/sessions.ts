/** The list of a person's sessions, one session, and its acts. */
export const SESSIONS = `.sessions { list-style: none; margin: 0 0 var(--space-4); padding: 0; display: grid; gap: var(--space-2); }
.sessions > li { display: grid; gap: var(--space-1) var(--space-3); align-items: center; background: var(--raised); border: 1px solid var(--line); border-radius: var(--radius); padding: var(--space-3); }
@media (min-width: 36rem) { .sessions > li { grid-template-columns: minmax(0, 1fr) auto; } }
.sessions p { margin: 0; }
.sessions .what > a { display: inline-block; font-weight: 650; padding-block: 0.4rem; }
.sessions.needs > li { border-inline-start: 4px solid var(--accent); }
.tabs { display: flex; flex-wrap: wrap; gap: 0 var(--space-4); margin-block-end: var(--space-4); border-block-end: 1px solid var(--line); }
.tabs a { padding-block: 0.6rem; text-decoration: none; border-block-end: 3px solid transparent; margin-block-end: -1px; }
.tabs a[aria-current] { color: var(--ink); font-weight: 650; border-color: var(--accent); }
.state { border-inline-start: 4px solid var(--accent); padding: var(--space-2) var(--space-3); background: var(--accent-soft); border-radius: 0 var(--radius) var(--radius) 0; font-weight: 600; max-inline-size: 44rem; }
.state.off { border-color: var(--quiet); background: var(--raised); }
.done { border: 1px solid var(--accent); border-radius: var(--radius); padding: var(--space-2) var(--space-3); background: var(--accent-soft); max-inline-size: 44rem; }
.acts { display: flex; flex-wrap: wrap; gap: var(--space-2); margin-block-end: var(--space-4); }
.history { list-style: none; margin: 0 0 var(--space-4); padding: 0; max-inline-size: 44rem; }
.history > li { padding-block: var(--space-2); border-block-end: 1px solid var(--line); }
.history time { display: block; color: var(--quiet); font-size: var(--text-small); }
@media (min-width: 46rem) { .booker.two { grid-template-columns: minmax(0, 1.3fr) minmax(0, 1fr); } .booker.two > :first-child { grid-row: auto; border: 0; padding: 0; } }
.button.danger { background: none; border-color: var(--fault); color: var(--fault); }
`;
