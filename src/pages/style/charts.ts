/** Charts: five marks that are told apart in light and dark, the numbers beneath, and how both are printed. */
export const CHARTS = `:root {
  --mark-1: light-dark(#0b5c57, #7fd6cd);
  --mark-2: light-dark(#3566b0, #8fb7f2);
  --mark-3: light-dark(#a65f00, #e8b063);
  --mark-4: light-dark(#8f2f68, #e39cca);
  --mark-5: light-dark(#5d646d, #a9b1ba);
}
.figure { margin-block-end: var(--space-5); }
.figure > p { max-inline-size: 44rem; }
.figure details { margin-block-end: var(--space-2); }
.figure summary { min-block-size: 2.75rem; display: list-item; align-content: center; color: var(--accent); cursor: pointer; }
.figure details p { max-inline-size: 44rem; }
.chart, .numbers { overflow-x: auto; margin-block-end: var(--space-2); }
.chart svg { display: block; inline-size: 100%; min-inline-size: 40rem; block-size: auto; }
.chart text { fill: var(--quiet); font-size: 14px; }
.chart .grid-line { stroke: var(--line); }
${[1, 2, 3, 4, 5].map((mark) => `.mark-${String(mark)} { fill: var(--mark-${String(mark)}); } .line-${String(mark)} { stroke: var(--mark-${String(mark)}); } .key-${String(mark)}::before { background: var(--mark-${String(mark)}); }`).join("\n")}
.mark-0 { fill: var(--line); }
.legend { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-3); color: var(--quiet); font-size: var(--text-small); }
.legend span { display: inline-flex; gap: var(--space-1); align-items: center; }
.legend span::before { content: ""; inline-size: 0.9rem; block-size: 0.9rem; border-radius: 0.2rem; }
.numbers table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.numbers th, .numbers td { padding: var(--space-1) var(--space-3) var(--space-1) 0; border-block-end: 1px solid var(--line); text-align: end; overflow-wrap: normal; }
.numbers th[scope="row"], .numbers th:first-child { text-align: start; font-weight: 400; white-space: nowrap; }
.figures-form { display: grid; gap: var(--space-3); grid-template-columns: repeat(auto-fill, minmax(min(100%, 12rem), 1fr)); align-items: end; margin-block-end: var(--space-4); }
@media (forced-colors: active) {
  .chart text { fill: CanvasText; }
  .chart path, .chart rect, .legend span::before { forced-color-adjust: none; stroke: CanvasText; }
}
@media print {
  .figure { break-inside: avoid; }
  .chart svg { min-inline-size: 0; }
  .chart text { fill: #000; }
  .chart path, .chart rect, .legend span::before { print-color-adjust: exact; }
}
`;
