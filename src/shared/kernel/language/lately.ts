/**
 * What `make` gave for the same reads, the last of them kept: fields are held to one another by identity. What `make` is
 * handed is all that it can read, so that nothing else makes it anew.
 */
export const lately = <Reads extends object, Made>(
  make: (reads: Reads) => Made,
): ((reads: Reads) => Made) => {
  let kept: { readonly reads: Reads; readonly made: Made } | null = null
  const isSame = (a: Reads, b: Reads): boolean => {
    const keys = Object.keys(b) as (keyof Reads)[]
    return keys.length === Object.keys(a).length && keys.every((key) => Object.is(a[key], b[key]))
  }
  return (reads) => {
    if (!kept || !isSame(kept.reads, reads)) kept = { reads, made: make(reads) }
    return kept.made
  }
}
