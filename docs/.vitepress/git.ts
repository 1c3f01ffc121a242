import { execFileSync } from "node:child_process"

/**
 * Whether the time of the last change of a file can be read from Git. A tarball has no history, and in a shallow clone all
 * files seem to have changed in its only commit.
 */
export const hasHistory = (): boolean => {
  try {
    const output = execFileSync("git", ["rev-parse", "--is-shallow-repository"], {
      cwd: import.meta.dirname,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"]
    })
    return output.trim() === "false"
  } catch {
    return false
  }
}
