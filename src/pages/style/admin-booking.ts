/** One booking as an admin reads it. */
export const ADMIN_BOOKING = `.story-list { list-style: none; margin: 0 0 var(--space-4); padding: 0; display: grid; gap: var(--space-2); max-inline-size: 44rem; }
.story-list > li { background: var(--raised); border: 1px solid var(--line); border-inline-start-width: 4px; border-radius: var(--radius); padding: var(--space-2) var(--space-3); min-inline-size: 0; overflow-wrap: anywhere; }
.story-list > .story-failed { border-inline-start-color: var(--fault); }
.story-list h3, .story-list h4, .story-list p { margin: 0 0 var(--space-1); }
.story-list h3 { font-size: var(--text); }
.story-list h4 { font-size: var(--text-small); }
.story-list .rows, .story-list .history { margin-block-end: var(--space-2); }
.story-alarm { color: var(--fault); font-weight: 600; }
`;
