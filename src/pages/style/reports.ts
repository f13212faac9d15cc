/** The reports. */
export const REPORTS = `.reports { inline-size: 100%; list-style: none; margin: 0; padding: 0; display: grid; gap: var(--space-3); grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); }
.reports > li { display: grid; gap: var(--space-2); align-content: space-between; background: var(--raised); border: 1px solid var(--line); border-radius: var(--radius); padding: var(--space-3); }
.reports h2, .reports p { margin: 0; }
`;
