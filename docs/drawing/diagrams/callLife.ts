import { arrow, box, type Image, text } from "../svg.ts"

export const callLife: Image = {
  name: "call-life",
  title: "The life of a call",
  description:
    "A call is an order to reach one contact. It starts as initializing, is queued for calling, and is then " +
    "calling. If an attempt does not reach the contact, the call is scheduled and queued again, for hours or days. It ends " +
    "as completed, cancelled or errored. Each time it is calling, it makes one attempt: queued, ringing, ongoing, then " +
    "completed or error.",
  height: 318,
  body: [
    text(8, 18, "Call: an order, for hours or days", "name"),
    box({ x: 8, y: 34, width: 96, height: 34, radius: 17, lines: ["initializing"] }),
    box({ x: 132, y: 34, width: 150, height: 34, radius: 17, lines: ["queued_for_calling"], isMain: true }),
    box({ x: 310, y: 34, width: 82, height: 34, radius: 17, lines: ["calling"], isMain: true }),
    arrow("M104 51 H130"),
    arrow("M282 51 H308"),
    box({ x: 132, y: 100, width: 150, height: 34, radius: 17, lines: ["scheduled"], isMain: true }),
    arrow("M334 68 V117 H284"),
    arrow("M207 100 V70"),
    text(120, 112, "retried later,", "small end"),
    text(120, 128, "or at scheduled_at", "small end"),
    arrow("M368 68 V164"),
    text(360, 152, "reached, or no attempts left", "small end"),
    box({ x: 296, y: 166, width: 96, height: 34, radius: 17, lines: ["completed"] }),
    box({ x: 194, y: 166, width: 90, height: 34, radius: 17, lines: ["cancelled"] }),
    box({ x: 108, y: 166, width: 74, height: 34, radius: 17, lines: ["errored"] }),
    text(100, 188, "the three ends", "small end"),
    `<path class="wait" d="M8 222 H392" />`,
    text(8, 246, "Attempt: one dialled call of the order", "name"),
    box({ x: 8, y: 262, width: 66, height: 34, radius: 17, lines: ["queued"] }),
    box({ x: 102, y: 262, width: 68, height: 34, radius: 17, lines: ["ringing"] }),
    box({ x: 198, y: 262, width: 72, height: 34, radius: 17, lines: ["ongoing"] }),
    box({ x: 298, y: 262, width: 94, height: 34, radius: 17, lines: ["completed"] }),
    arrow("M74 279 H100"),
    arrow("M170 279 H196"),
    arrow("M270 279 H296"),
    text(8, 313, "Each of them can end in error.", "small")
  ]
}
