/**
 * Coefficients that make Σ(y − x·b)² + ridge·Σb² smallest, the ridge on scaled columns; null where the rows say nothing.
 * Normal equations by Gauss with pivoting: for a handful of columns.
 */
export const solve = (rows: readonly (readonly number[])[], y: readonly number[], ridge: number): number[] | null => {
  const width = rows[0]?.length ?? 0
  if (width === 0) return null
  const scale = Array.from({ length: width }, (_, j) => Math.sqrt(rows.reduce((sum, row) => sum + (row[j] as number) ** 2, 0) / rows.length) || 1)
  const matrix = Array.from({ length: width }, (_, i) =>
    Array.from({ length: width + 1 }, (__, j) => {
      const sum = rows.reduce((total, row, k) => total + ((row[i] as number) / (scale[i] as number)) * (j === width ? (y[k] as number) : (row[j] as number) / (scale[j] as number)), 0)
      return i === j ? sum + ridge * (i < 2 ? 0.01 : 1) : sum
    }),
  )
  return eliminate(matrix)?.map((value, j) => value / (scale[j] as number)) ?? null
}

const eliminate = (matrix: number[][]): number[] | null => {
  const width = matrix.length
  for (let i = 0; i < width; i++) {
    const pivot = matrix.slice(i).reduce((best, row, k) => (Math.abs(row[i] as number) > Math.abs((matrix[best] as number[])[i] as number) ? i + k : best), i)
    const [from, to] = [matrix[pivot] as number[], matrix[i] as number[]]
    matrix[i] = from
    matrix[pivot] = to
    if (Math.abs(from[i] as number) < 1e-9) return null
    for (let k = 0; k < width; k++) {
      if (k === i) continue
      const row = matrix[k] as number[]
      const factor = (row[i] as number) / (from[i] as number)
      for (let j = i; j <= width; j++) row[j] = (row[j] as number) - factor * (from[j] as number)
    }
  }
  return matrix.map((row, i) => (row[width] as number) / (row[i] as number))
}
