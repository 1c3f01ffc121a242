/** Options of the search, which the check of its results uses too. */

/** Pages that explain a task come before those that list names, and those before translations and generated pages. */
const weight = (page: string): number => {
  if (/\/(?:api|example|changelog)\b/.test(page)) return 0.2
  if (/\/(?:migration|contributing)\//.test(page)) return 0.3
  if (/\/(?:reference\/|explanation\/|performance)/.test(page)) return 0.6
  return 1
}

export const searchOptions = {
  miniSearch: {
    searchOptions: {
      fuzzy: 0.2,
      prefix: true,
      boost: { title: 6, titles: 3, text: 1 },
      boostDocument: weight
    }
  }
}
