/** The choice of a language at the foot of a page. */
export const LANGUAGE = `footer.site { border-block: 1px solid var(--line) 0; margin-block-start: var(--space-5); font-size: var(--text-small); }
footer.site form { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-4); margin: 0; }
footer.site button[aria-current] { color: var(--ink); font-weight: 650; text-decoration: none; }
`;
