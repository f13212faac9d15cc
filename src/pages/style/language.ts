/** The choice of a language at the foot of a page. Its heights are fixed, because a font for another script may come after the page. */
export const LANGUAGE = `footer.site { border-block: 1px solid var(--line) 0; margin-block-start: var(--space-5); font-size: var(--text-small); }
footer.site form { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) var(--space-4); margin: 0; }
footer.site button { block-size: 2.75rem; line-height: 1.5rem; }
footer.site button[aria-current] { color: var(--ink); font-weight: 650; text-decoration: none; }
`;
