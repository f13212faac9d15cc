/** The guides: text to read, commands to copy, tables that scroll by themselves. */
export const DOCS = `
.guide { max-inline-size: 46rem; }
.guide h2 { margin-block-start: var(--space-5); }
.guide h3 { margin: var(--space-4) 0 var(--space-2); }
.guide li { margin-block-end: var(--space-1); }
.guide :not(pre) > code { background: var(--raised); border-radius: 0.25rem; padding: 0 0.2em; font-size: 0.9em; }
.guide [data-language="text"] { border-inline-start: 3px solid var(--accent); }
.wide { overflow-x: auto; margin-block-end: var(--space-3); }
.wide table { border-collapse: collapse; font-size: var(--text-small); }
.wide th, .wide td { text-align: start; vertical-align: top; padding: var(--space-2); border-block-end: 1px solid var(--line); overflow-wrap: normal; min-inline-size: 6rem; }
.wide .problems :is(th, td) { overflow-wrap: anywhere; min-inline-size: 0; }
.wide .problems td:first-child { min-inline-size: 9rem; }
.problems tr:target { background: var(--accent-soft); }
`;
