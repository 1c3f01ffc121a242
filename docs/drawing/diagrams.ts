import { callLife } from "./diagrams/callLife.ts"
import { campaignLife } from "./diagrams/campaignLife.ts"
import { killPoints } from "./diagrams/killPoints.ts"
import { packages } from "./diagrams/packages.ts"
import { pagesInFlight } from "./diagrams/pagesInFlight.ts"
import type { Image } from "./svg.ts"

export const diagrams: ReadonlyArray<Image> = [packages, pagesInFlight, campaignLife, callLife, killPoints]
