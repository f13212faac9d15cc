/** Lists, filters and figures of the pages where admins look after people, effects and the trail. */
export const ADMIN_PEOPLE = `.admin-rows { list-style: none; margin: 0 0 var(--space-4); padding: 0; display: grid; gap: var(--space-2); }
.admin-rows > li { display: grid; gap: var(--space-1) var(--space-3); align-items: center; background: var(--raised); border: 1px solid var(--line); border-radius: var(--radius); padding: var(--space-3); min-inline-size: 0; }
@media (min-width: 36rem) { .admin-rows > li { grid-template-columns: minmax(0, 1fr) auto; } }
.admin-rows p { margin: 0; }
.admin-rows strong, .admin-long { overflow-wrap: anywhere; }
.admin-buttons { display: flex; flex-wrap: wrap; gap: var(--space-2); }
.admin-rows .ways a { display: inline-flex; align-items: center; min-block-size: 2.75rem; }
.admin-filter { display: grid; gap: var(--space-2) var(--space-3); align-items: end; margin-block-end: var(--space-4); grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr)); }
.admin-filter .ways { margin: 0; }
.admin-act { margin: 0; }
.admin-facts { display: grid; gap: var(--space-2) var(--space-4); grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); margin: 0 0 var(--space-3); }
.admin-facts dt { color: var(--quiet); font-size: var(--text-small); }
.admin-facts dd { margin: 0; font-variant-numeric: tabular-nums; }
`;
