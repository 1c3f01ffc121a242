import { arrow, box, type Image, text } from "../svg.ts"

/** A step of the run, with what happens after a kill between it and the next one. */
const steps = [
  ["contacts stored", "nothing was sent: a runner starts the run"],
  ["intent stored", "outcome unknown: nothing is sent again"],
  ["request sent", "outcome unknown: nothing is sent again"],
  ["response received", "the campaign is found in the list, adopted"],
  ["campaign id stored", "the wait resumes with its timeout"],
  ["campaign completed", "the export resumes at the last checkpoint"],
  ["rows exported", ""]
] as const

const distance = 62

const y = (step: number): number => 40 + step * distance

const kill = (x: number, at: number): string => `<path class="bad" d="M${x - 5} ${at - 5} l10 10 m0 -10 l-10 10" />`

export const killPoints: Image = {
  name: "kill-points",
  title: "Kill points of a campaign run",
  description:
    `A run goes through these steps: ${steps.map(([step]) => step).join(", ")}. If its process is killed after ` +
    `a step: ${
      steps.filter(([, after]) => after !== "").map(([step, after]) => `${step}: ${after}`).join("; ")
    }. No contact is called twice.`,
  height: y(steps.length - 1) + 42,
  body: [
    text(8, 20, "step", "small"),
    text(74, 20, "and what happens after kill -9 at this point", "small"),
    ...steps.flatMap(([name, after], index) => {
      const at = y(index)
      const isKnown = index === 0 || index > 3
      return [
        box({ x: 8, y: at - 8, width: 166, height: 30, lines: [name], isMain: isKnown }),
        ...after === "" ? [] : [
          arrow(`M58 ${at + 22} V${at + distance - 10}`),
          kill(58, at + distance / 2 + 6),
          text(74, at + distance / 2 + 10, after, "small")
        ]
      ]
    }),
    text(186, y(steps.length - 1) + 12, "every row once, nobody called twice", "small")
  ]
}
