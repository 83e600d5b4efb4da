package dev.recurrent.report;

/** The page's style sheet: colours as custom properties, layout for screen, paper and the dark. */
final class StyleSheet {

  // The series colours keep 3:1 contrast to the paper and differ for all common colour blindness;
  // the dark set has the same hues, lighter.
  static final String CSS =
      """
      :root {
        color-scheme: light;
        --paper: #ffffff; --panel: #f5f6f8; --ink: #1d2430; --muted: #566072; --rule: #dce0e7;
        --s0: #0068a8; --s1: #c24a00; --s2: #00795c; --s3: #a8447c; --s4: #866600; --s5: #454c58;
        --heat: #004a7c;
      }
      @media screen and (prefers-color-scheme: dark) {
        :root {
          color-scheme: dark;
          --paper: #14171c; --panel: #1d2128; --ink: #e3e6eb; --muted: #a3abb9; --rule: #353b46;
          --s0: #62b5ec; --s1: #f58e4b; --s2: #35c4a0; --s3: #e896c3; --s4: #e6c04a; --s5: #bcc3ce;
          --heat: #7cc4f4;
        }
      }
      * { box-sizing: border-box; }
      html { -webkit-text-size-adjust: 100%; }
      body {
        margin: 0; background: var(--paper); color: var(--ink);
        font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial,
          sans-serif;
      }
      main { max-width: 960px; margin: 0 auto; padding: 56px 32px 96px; }
      h1 { margin: 0; font-size: 32px; line-height: 1.25; font-weight: 650; }
      h2 { margin: 64px 0 16px; font-size: 21px; line-height: 1.3; font-weight: 600;
        padding-bottom: 8px; border-bottom: 1px solid var(--rule); }
      h1, h2, p, figcaption, li, .keys td, .keys th { overflow-wrap: anywhere; }
      p { margin: 0 0 16px; max-width: 70ch; }
      .subtitle { margin-top: 8px; color: var(--muted); }
      figure { margin: 32px 0; }
      figcaption, caption { font-weight: 600; font-size: 15px; text-align: left;
        margin-bottom: 8px; padding: 0; }
      caption { padding-bottom: 8px; margin: 0; }
      .wide { overflow-x: auto; }
      .wide:has(> table) { margin: 24px 0 32px; }
      .wide:focus-visible { outline: 2px solid var(--s0); outline-offset: 4px; }
      table { border-collapse: collapse; font-size: 14px; line-height: 1.45; margin: 0;
        font-variant-numeric: tabular-nums; }
      table.keys { margin: 16px 0 32px; }
      th, td { padding: 7px 28px 7px 0; text-align: left; vertical-align: top;
        border-bottom: 1px solid var(--rule); }
      th:last-child, td:last-child { padding-right: 0; }
      thead th { color: var(--muted); font-weight: 600; border-bottom: 1px solid var(--muted);
        vertical-align: bottom; }
      th.number, td.number { text-align: right; white-space: nowrap; }
      th.number { white-space: normal; }
      table.keys th { color: var(--muted); font-weight: 400; padding-right: 40px; }
      pre { margin: 0; padding: 16px 20px; background: var(--panel); border-radius: 6px;
        border-left: 3px solid var(--rule); white-space: pre-wrap; overflow-wrap: anywhere;
        font: 13.5px/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono",
          monospace; }
      .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 28px; margin: 0 0 8px;
        padding: 0; font-size: 13px; color: var(--ink); }
      .legend svg { margin-right: 9px; vertical-align: -1px; }
      svg text { font-family: inherit; font-size: 12px; fill: var(--muted); }
      svg text.name { fill: var(--ink); }
      svg.chart { display: block; width: 100%; min-width: 560px; height: auto; }
      svg.heat { display: block; height: auto; }
      .grid { stroke: var(--rule); }
      .axis { stroke: var(--muted); }
      .reference { stroke: var(--ink); stroke-width: 1.5; }
      .empty { fill: var(--panel); stroke: var(--rule); stroke-dasharray: 4 4; }
      .line { stroke-width: 2; stroke-linejoin: round; }
      .dense { stroke-width: 1; stroke-opacity: 0.65; }
      .dots { stroke-width: 6; stroke-linecap: round; }
      .band { fill: var(--s0); }
      .s0 { stroke: var(--s0); } .s1 { stroke: var(--s1); } .s2 { stroke: var(--s2); }
      .s3 { stroke: var(--s3); } .s4 { stroke: var(--s4); } .s5 { stroke: var(--s5); }
      .ground { fill: var(--panel); }
      .cell { fill: var(--heat); }
      @media (max-width: 600px) {
        main { padding: 32px 16px 64px; }
        h1 { font-size: 26px; }
        th, td { padding-right: 16px; }
      }
      @media print {
        main { max-width: none; padding: 0; }
        body { font-size: 11pt; }
        h2 { margin-top: 32px; break-after: avoid; }
        figure, tr, .legend { break-inside: avoid; }
        figcaption { break-after: avoid; }
        figure:has(pre) { break-inside: auto; }
        .wide { overflow: visible; }
        svg.chart { min-width: 0; }
        svg { max-width: 100%; }
        svg, pre { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
      }
      """;

  private StyleSheet() {}
}
