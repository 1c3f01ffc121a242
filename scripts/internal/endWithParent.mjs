/**
 * Preloaded into a process whose file descriptor 3 is a pipe from its parent. The operating system closes the pipe when
 * the parent ends, even by SIGKILL, and this process ends as well.
 */
import { Socket } from "node:net"

new Socket({ fd: 3, readable: true, writable: false })
  .on("close", () => process.kill(process.pid, "SIGKILL"))
  .on("error", () => {})
  .resume()
  .unref()
