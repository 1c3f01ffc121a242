import { arrow, box, type Image, text } from "../svg.ts"

export const campaignLife: Image = {
  name: "campaign-life",
  title: "The life of a campaign",
  description:
    "A draft is launched and runs. A running campaign may be paused and resumed. When all rows are finished, " +
    "the campaign is completed, and then structured output is extracted. A cancelled campaign keeps its status and has " +
    "is_cancelled set.",
  height: 204,
  body: [
    box({ x: 8, y: 30, width: 64, height: 34, radius: 17, lines: ["draft"] }),
    box({ x: 126, y: 30, width: 84, height: 34, radius: 17, lines: ["running"], isMain: true }),
    box({ x: 302, y: 30, width: 90, height: 34, radius: 17, lines: ["completed"], isMain: true }),
    box({ x: 126, y: 122, width: 84, height: 34, radius: 17, lines: ["paused"] }),
    arrow("M72 47 H124"),
    text(98, 39, "launch", "small mid"),
    arrow("M210 47 H300"),
    text(256, 39, "rows finished", "small mid"),
    arrow("M154 64 V120"),
    arrow("M182 122 V66"),
    text(148, 104, "pause", "small end"),
    text(190, 98, "resume", "small"),
    box({
      x: 258,
      y: 122,
      width: 134,
      height: 72,
      lines: ["extraction", "of structured output:", "running, completed"]
    }),
    arrow("M345 64 V120"),
    box({ x: 8, y: 122, width: 106, height: 72, lines: ["is_cancelled", "the status", "is unchanged"] }),
    arrow("M132 61 L84 120")
  ]
}
