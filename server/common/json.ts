/** Deeper than this a page or a delivery is not parsed at all; a record that is merely nonsense is found by its schema, alone. */
const DEEPEST = 2_000
/** Shorter texts are parsed in a moment, however deep they are. */
const LOOK_FROM = 16_384

/** Whether brackets stand deeper than so: each is an object to be made and looked into, and megabytes of them hold everybody for seconds. */
export const isTooDeep = (text: string, deepest: number): boolean => {
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (quoted) {
      if (code === 92) i++
      else if (code === 34) quoted = false
    } else if (code === 34) quoted = true
    else if (code === 91 || code === 123) {
      if (++depth > deepest) return true
    } else if (code === 93 || code === 125) depth--
  }
  return false
}

/** What a text says in JSON, or why it says nothing; the reason quotes nothing of the text. */
export const readJson = (text: string): { readonly value: unknown } | { readonly reason: string } => {
  if (text.length >= LOOK_FROM && isTooDeep(text, DEEPEST))
    return {
      reason: `expected JSON nested at most ${DEEPEST} deep; found ${text.length} characters nested deeper`,
    }
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1]
    return {
      reason: `expected JSON; ${position ? `it ends being JSON at character ${position} of ${text.length}` : `found ${text.length} characters that are none`}`,
    }
  }
}
