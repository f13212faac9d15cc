/** Tokens of colour, space and type, and the parts that every page is made of. */
export const BASE = `:root {
  color-scheme: light dark;
  --paper: light-dark(#fdfcfa, #15171a);
  --raised: light-dark(#ffffff, #1e2125);
  --ink: light-dark(#1c1f23, #eceef0);
  --quiet: light-dark(#565d66, #a9b1ba);
  --line: light-dark(#d9d6d0, #383d44);
  --accent: light-dark(#0b5c57, #7fd6cd);
  --accent-ink: light-dark(#ffffff, #10201f);
  --accent-soft: light-dark(#e3f1ef, #1d3532);
  --fault: light-dark(#a11a1a, #ff9d94);
  --space-1: 0.25rem;
  --space-2: 0.5rem;
  --space-3: 1rem;
  --space-4: 1.5rem;
  --space-5: 2.5rem;
  --text: 1.0625rem;
  --text-small: 0.9375rem;
  --text-large: 1.25rem;
  --text-title: clamp(1.6rem, 1.2rem + 2vw, 2.25rem);
  --radius: 0.5rem;
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--paper);
  color: var(--ink);
  font: var(--text) / 1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere;
}
a { color: var(--accent); text-underline-offset: 0.15em; }
:focus-visible, input[type="date"]:focus-within { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
h1 { font-size: var(--text-title); line-height: 1.2; margin: 0 0 var(--space-3); text-wrap: balance; }
h2 { font-size: var(--text-large); line-height: 1.3; margin: 0 0 var(--space-3); }
p { margin: 0 0 var(--space-3); }
.lead { font-size: var(--text-large); max-inline-size: 40rem; }
.quiet { color: var(--quiet); font-size: var(--text-small); }
.skip { position: absolute; inset-inline-start: -100vw; }
.skip:focus { inset-inline-start: var(--space-3); inset-block-start: var(--space-2); background: var(--raised); padding: var(--space-2); }
.site {
  display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-4); align-items: baseline; justify-content: space-between;
  padding: var(--space-3) max(var(--space-3), (100% - 58rem) / 2);
  border-block-end: 1px solid var(--line);
}
.site .account { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-3); align-items: baseline; margin-inline-start: auto; }
.site nav { display: flex; flex-wrap: wrap; gap: var(--space-4); }
.brand { font-weight: 650; color: var(--ink); text-decoration: none; }
main { max-inline-size: 60rem; margin-inline: auto; padding: var(--space-5) var(--space-3); }
.cards { list-style: none; margin: 0 0 var(--space-4); padding: 0; display: grid; gap: var(--space-3); grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); }
.cards > li { background: var(--raised); border: 1px solid var(--line); border-radius: var(--radius); padding: var(--space-3); }
.cards p { margin: var(--space-1) 0 0; }
.ways { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-3); align-items: center; margin: 0 0 var(--space-3); }
.ways a[aria-current] { color: var(--ink); font-weight: 650; text-decoration: none; }
.line { display: flex; flex-wrap: wrap; gap: var(--space-2); align-items: center; margin-block-end: var(--space-3); }
.line label { flex-basis: 100%; font-weight: 600; }
.unseen { position: absolute; clip-path: inset(50%); inline-size: 1px; block-size: 1px; overflow: hidden; white-space: nowrap; }
.form { display: grid; gap: var(--space-4); max-inline-size: 36rem; margin-block-end: var(--space-4); justify-items: start; }
.form > .field { inline-size: 100%; }
.field { border: 0; margin: 0; padding: 0; min-inline-size: 0; }
.field > label:not(.choice), .field > legend { display: block; font-weight: 600; margin-block-end: var(--space-1); padding: 0; }
.field > input, .field > select, .field > textarea { inline-size: 100%; }
.field .hint { color: var(--quiet); font-size: var(--text-small); margin-block-end: var(--space-1); }
.field .wrong { color: var(--fault); font-weight: 600; margin-block-end: var(--space-1); }
.field [aria-invalid] { border-color: var(--fault); border-width: 2px; }
.choice { display: flex; gap: var(--space-2); align-items: center; min-block-size: 2.75rem; }
.choice input { flex: none; margin: 0; inline-size: 1.5rem; min-block-size: 1.5rem; accent-color: var(--accent); }
textarea { font: inherit; padding: var(--space-2) var(--space-3); border-radius: var(--radius); border: 1px solid var(--quiet); background: var(--raised); color: var(--ink); }
input, select, button, .button { font: inherit; min-block-size: 2.75rem; padding: var(--space-1) var(--space-3); border-radius: var(--radius); border: 1px solid var(--quiet); }
input, select { background: var(--raised); color: var(--ink); flex: 1 1 14rem; min-inline-size: 0; max-inline-size: 26rem; }
button, .button { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); font-weight: 600; cursor: pointer; text-decoration: none; display: inline-flex; align-items: center; }
button.second, .button.second { background: none; color: var(--accent); }
button.danger { background: var(--fault); border-color: var(--fault); color: var(--paper); }
button.plain { background: none; border: 0; padding: 0; color: var(--accent); font-weight: 400; text-decoration: underline; text-underline-offset: 0.15em; }
.fault { border-inline-start: 4px solid var(--fault); padding: var(--space-2) var(--space-3); background: var(--raised); margin-block-end: var(--space-4); }
.fault ul { margin: var(--space-1) 0 0; padding-inline-start: var(--space-4); }
.fault h2 { margin: 0; }
.fault p { margin: 0; }
`;

export const PRINTED = `@media print {
  .site nav, footer.site, .skip, form, .button, .ways { display: none; }
  body { background: none; color: #000; }
  main { padding: 0; }
}
`;
