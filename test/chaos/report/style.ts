/** How the report looks: one column of paper, dark ink, numbers in line. */
export const STYLE = `
:root { color-scheme: light; }
body { margin: 0; background: #f4f5f7; color: #1b1f24; font: 15px/1.45 system-ui, 'DejaVu Sans', sans-serif; }
main { max-width: 1440px; margin: 0 auto; padding: 24px; }
h1 { font-size: 26px; margin: 0 0 8px; }
h1 span { font-size: 17px; font-weight: 600; padding: 3px 12px; border-radius: 14px; vertical-align: 4px; margin-left: 10px; color: #fff; }
h1 .good { background: #00795a; }
h1 .bad { background: #b3261e; }
h2 { font-size: 18px; margin: 0 0 10px; }
section { background: #fff; border: 1px solid #dfe3e8; border-radius: 8px; padding: 16px 20px; margin: 18px 0; }
.about { color: #3d444d; margin: 0; }
.problems { border-color: #b3261e; }
.legend span { margin-right: 18px; white-space: nowrap; }
.legend { margin: 0 0 8px; }
i { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin-right: 7px; vertical-align: -1px; box-sizing: border-box; }
i.hollow { border: 2px solid #7f7f7f; }
.scroll { overflow-x: auto; }
.timeline { width: 100%; min-width: 1100px; display: block; }
.timeline text { font-family: inherit; }
.timeline .tick { font-size: 11.5px; fill: #57606a; }
.timeline .label { font-size: 13.5px; font-weight: 600; }
.timeline .fault { font-size: 11px; fill: #1b1f24; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: #57606a; }
th, td { padding: 4px 14px 4px 0; border-bottom: 1px solid #eceff2; vertical-align: top; }
.number { text-align: right; white-space: nowrap; }
.met { color: #00795a; font-weight: 600; }
.missed { color: #b3261e; font-weight: 600; }
code { background: #eceff2; border-radius: 4px; padding: 1px 6px; }
`;
