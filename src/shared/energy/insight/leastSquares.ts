/**
 * Coefficients of several right-hand sides at once, each making Σ(y − x·b)² + ridge·Σb² smallest, the ridge on scaled
 * columns from `free` on; null where the rows say nothing. Normal equations by Gauss with pivoting: for a handful of columns.
 * `ys[k]` is the k-th row's values, one a right-hand side; so is each answer's: `answer[s]` are the coefficients of side s.
 */
export const solve = (
  rows: readonly (readonly number[])[],
  ys: readonly (readonly number[])[],
  ridge: number,
  free: number,
): number[][] | null => {
  const width = rows[0]?.length ?? 0
  const sides = ys[0]?.length ?? 0
  if (width === 0 || sides === 0) return null
  const scale = Array.from(
    { length: width },
    (_, j) => Math.sqrt(rows.reduce((sum, row) => sum + (row[j] as number) ** 2, 0) / rows.length) || 1,
  )
  const scaled = rows.map((row) => row.map((x, j) => x / (scale[j] as number)))
  const matrix = Array.from({ length: width }, (_, i) => {
    const line = Array.from({ length: width + sides }, () => 0)
    scaled.forEach((row, k) => {
      const x = row[i] as number
      if (x === 0) return
      for (let j = 0; j < width; j++) line[j] = (line[j] as number) + x * (row[j] as number)
      for (let side = 0; side < sides; side++)
        line[width + side] =
          (line[width + side] as number) + x * ((ys[k] as readonly number[])[side] as number)
    })
    line[i] = (line[i] as number) + (i < free ? ridge * 0.01 : ridge)
    return line
  })
  const solved = eliminate(matrix)
  return (
    solved &&
    Array.from({ length: sides }, (_, side) =>
      solved.map((row, j) => (row[width + side] as number) / (scale[j] as number)),
    )
  )
}

/** Gauss–Jordan; the right-hand sides stand behind the square part. null where it is singular. */
const eliminate = (matrix: number[][]): number[][] | null => {
  const width = matrix.length
  for (let i = 0; i < width; i++) {
    const pivot = matrix
      .slice(i)
      .reduce(
        (best, row, k) =>
          Math.abs(row[i] as number) > Math.abs((matrix[best] as number[])[i] as number) ? i + k : best,
        i,
      )
    const [from, to] = [matrix[pivot] as number[], matrix[i] as number[]]
    matrix[i] = from
    matrix[pivot] = to
    const by = from[i] as number
    if (Math.abs(by) < 1e-9) return null
    for (let j = i; j < from.length; j++) from[j] = (from[j] as number) / by
    for (const row of matrix) if (row !== from) subtract(row, from, i)
  }
  return matrix
}
const subtract = (row: number[], from: readonly number[], first: number): void => {
  const factor = row[first] as number
  if (factor === 0) return
  for (let j = first; j < row.length; j++) row[j] = (row[j] as number) - factor * (from[j] as number)
}
