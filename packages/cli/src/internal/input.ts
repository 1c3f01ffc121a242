import * as NodeStream from "@effect/platform-node/NodeStream"
import type { PlatformError } from "effect/PlatformError"
import { systemError } from "effect/PlatformError"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import { createReadStream } from "node:fs"

const stdinNames: ReadonlySet<string> = new Set(["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"])

/**
 * Whether a file is standard input, under any of its names. Standard input can be a socket, which its path in `/dev` does
 * not open.
 */
export const isStdin = (file: string): boolean => stdinNames.has(file)

/** Reads a file, a FIFO such as the one of a process substitution, or standard input. */
export const bytes = (file: string): Stream.Stream<Uint8Array, PlatformError, Stdio.Stdio> =>
  isStdin(file)
    ? Stream.unwrap(Stdio.Stdio.useSync((stdio) => stdio.stdin))
    // A FIFO has no positions, which the streams of `FileSystem` use.
    : NodeStream.fromReadable({
      evaluate: () => createReadStream(file),
      onError: (cause) => systemError({ module: "FileSystem", method: "stream", _tag: "Unknown", cause })
    })
