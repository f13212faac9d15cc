/** The pages of admins. Their navigation looks as the desk's does. */
export const ADMIN = `.admin-parts { list-style: none; margin: 0; padding: 0; display: grid; gap: var(--space-3); grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); }
.admin-parts > li { background: var(--raised); border: 1px solid var(--line); border-radius: var(--radius); padding: var(--space-3); }
.admin-parts a { display: inline-flex; align-items: center; min-block-size: 2.75rem; font-weight: 650; }
.admin-parts p { margin: 0; }
`;
