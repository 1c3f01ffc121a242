import type { PlatformError } from "effect/PlatformError"
import * as Predicate from "effect/Predicate"

/** The system errors that users can resolve, in words. */
const problems: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EBUSY: "the file is in use",
  EDQUOT: "the disk quota is exceeded",
  EEXIST: "the file already exists",
  EFBIG: "the file is too large for the file system",
  EIO: "the disk reported an input or output error",
  EISDIR: "it is a directory",
  ELOOP: "too many symbolic links",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the name is too long",
  ENFILE: "too many files are open",
  ENOENT: "no such file or directory",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of the path is not a directory",
  ENXIO: "no such device, or nothing reads from it",
  EPERM: "the operation is not permitted",
  EPIPE: "the reader closed the pipe",
  EROFS: "the file system is read-only"
}

/** Errors that can disappear while a program waits. */
const transient: ReadonlySet<string> = new Set(["EBUSY", "EDQUOT", "EIO", "EMFILE", "ENFILE", "ENOSPC"])

/** The code of a system error, such as `ENOSPC`. */
export const codeOf = ({ reason }: PlatformError): string | undefined =>
  Predicate.hasProperty(reason.cause, "code") && Predicate.isString(reason.cause.code) ? reason.cause.code : undefined

/** Describes a system error by its cause. */
export const describe = (error: PlatformError): string => {
  const code = codeOf(error)
  const known = code === undefined ? undefined : problems[code]
  if (known !== undefined) return known
  const { cause, description } = error.reason
  return description ?? (Predicate.isError(cause) ? cause.message : error.message)
}

/** Whether the same operation may succeed later. */
export const isTransient = (error: PlatformError): boolean => transient.has(codeOf(error) ?? "")
