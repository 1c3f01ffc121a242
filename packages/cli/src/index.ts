/**
 * The `revox` command, for those who want to run it inside a program of their own.
 *
 * @since 0.1.0
 */
export * as Demo from "./Demo.ts"
export * as Revox from "./Revox.ts"
