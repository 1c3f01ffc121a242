import { arrow, type Image, text } from "../svg.ts"

const first = 58

const y = (page: number): number => 49 + page * 30

/** A request from one time to another, and the time at which its page is emitted. */
const request = (page: number, from: number, to: number, emitted: number): ReadonlyArray<string> => [
  `<rect class="main" x="${from}" y="${y(page) - 9}" width="${to - from}" height="18" rx="4" />`,
  ...emitted > to ? [`<path class="wait" d="M${to} ${y(page)} H${emitted}" />`] : [],
  `<circle class="dot" cx="${emitted}" cy="${y(page)}" r="4" />`
]

export const pagesInFlight: Image = {
  name: "pages-in-flight",
  title: "Pages in flight",
  description:
    "The first page is requested alone, because its total determines the number of pages. After that several " +
    "pages are in flight. A page that arrives early is buffered, and all are emitted in order.",
  height: 290,
  body: [
    ...[0, 1, 2, 3, 4, 5].map((page) => text(48, y(page) + 5, `page ${page}`, "small end")),
    ...request(0, first, 136, 136),
    ...request(1, 136, 228, 228),
    ...request(2, 136, 208, 234),
    ...request(3, 136, 274, 274),
    ...request(4, 228, 314, 314),
    ...request(5, 234, 298, 320),
    text(first, 22, "page 0 alone", "small"),
    text(198, 22, "then up to 4 pages concurrently", "small"),
    arrow(`M${first} 232 H392`),
    text(392, 250, "time", "small end"),
    text(first, 250, "first pull", "small"),
    `<rect class="main" x="8" y="265" width="24" height="14" rx="4" />`,
    text(40, 276, "request", "small"),
    `<path class="wait" d="M98 272 H122" />`,
    text(130, 276, "buffered", "small"),
    `<circle class="dot" cx="246" cy="272" r="4" />`,
    text(258, 276, "emitted, in order", "small")
  ]
}
