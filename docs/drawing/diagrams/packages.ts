import { arrow, box, type Image } from "../svg.ts"

export const packages: Image = {
  name: "packages",
  title: "The packages",
  description: "Dependencies point down: cli and workflow use streams, streams uses client, client uses schema. The " +
    "simulator of testing uses only schema. cli uses the simulator for its simulate and demo commands.",
  height: 338,
  body: [
    box({ x: 8, y: 14, width: 108, height: 46, lines: ["cli", "the command"] }),
    box({ x: 128, y: 14, width: 108, height: 46, lines: ["workflow", "durable jobs"] }),
    box({ x: 8, y: 104, width: 228, height: 46, lines: ["streams", "rows, completion, exports"], isMain: true }),
    box({ x: 8, y: 194, width: 228, height: 46, lines: ["client", "requests, retries, one error"], isMain: true }),
    box({ x: 258, y: 194, width: 134, height: 46, lines: ["testing", "a simulator for tests"] }),
    box({
      x: 8,
      y: 284,
      width: 384,
      height: 46,
      lines: ["schema", "every entity and endpoint of the API"],
      isMain: true
    }),
    arrow("M62 60 V102"),
    arrow("M182 60 V102"),
    arrow("M122 150 V192"),
    arrow("M122 240 V282"),
    arrow("M325 240 V282"),
    arrow("M116 37 H122 V6 H325 V192")
  ]
}
