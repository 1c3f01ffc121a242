/** What was made lately, up to a weight: the least recently used goes first. */
export interface Cache<A> {
  /** What is kept under the key, or is made now. What weighs more than all the cache may is not kept. */
  readonly get: (key: string, make: () => A) => A
}

export const make = <A>(capacity: number, weigh: (value: A) => number): Cache<A> => {
  const entries = new Map<string, A>()
  let weight = 0
  return {
    get: (key, make) => {
      const found = entries.get(key)
      if (found !== undefined) {
        entries.delete(key)
        entries.set(key, found)
        return found
      }
      const made = make()
      const added = weigh(made)
      if (added > capacity) {
        return made
      }
      entries.set(key, made)
      weight += added
      for (const [oldest, value] of entries) {
        if (weight <= capacity) {
          break
        }
        entries.delete(oldest)
        weight -= weigh(value)
      }
      return made
    }
  }
}
