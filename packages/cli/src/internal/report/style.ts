/** The style sheet of the page. Charts take their colors from it, so that they follow the color scheme. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --text: #1b1f24; --muted: #59636e; --line: #d8dee4; --a: #0b6bcb; --b: #c2410c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --card: #161b22; --text: #e6edf3; --muted: #9aa4af; --line: #30363d; --a: #58a6ff; --b: #f0883e;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.25rem 1rem 3rem; max-width: 84rem; background: var(--page); color: var(--text);
  font: 16px/1.45 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1rem; margin: 0; }
p { margin: .25rem 0 0; }
.muted { color: var(--muted); font-size: .875rem; }
.campaigns { list-style: none; margin: 0; padding: 0; }
.key { display: inline-block; width: .8em; height: .8em; border-radius: .15em; margin-right: .4em; }
.key.a { background: var(--a); } .key.b { background: var(--b); }
main { columns: 23rem; column-gap: 1rem; margin-top: 1rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .9rem 1rem; margin-bottom: 1rem; break-inside: avoid; }
svg { display: block; width: 100%; max-width: 30rem; height: auto; margin-top: .5rem; overflow: visible; }
table { width: 100%; border-collapse: collapse; margin-top: .5rem; font-variant-numeric: tabular-nums; }
th { font-weight: 400; text-align: left; } thead th, td { text-align: right; padding-left: .75rem; }
th, td { padding-top: .3rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; } td { overflow-wrap: normal; font-weight: 600; }
.scale { display: flex; align-items: center; gap: .5rem; margin-top: .5rem; white-space: nowrap; }
.scale span { flex: 0 1 6rem; height: .7rem; border: 1px solid var(--line); }
.scale .a { background: linear-gradient(to right, color-mix(in srgb, var(--a) 10%, transparent), var(--a)); }
.scale .b { background: linear-gradient(to right, color-mix(in srgb, var(--b) 10%, transparent), var(--b)); }
@media print {
  :root { color-scheme: light; --page: #fff; --card: #fff; --text: #000; --muted: #444; --line: #bbb; --a: #0b6bcb; --b: #c2410c; }
  body { max-width: none; padding: 0; font-size: 11pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main { columns: 2; }
}
`
