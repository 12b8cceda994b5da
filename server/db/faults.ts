/**
 * Why a write failed. `data`: the database can never hold what it was given. `own`: this program made an error that it
 * would make again. `away`: everything else; the database, the disk or a thread takes nothing now, and the same write is
 * worth another try later.
 */
export type WriteFault = 'away' | 'data' | 'own'

/** Classes of SQLSTATE: cardinality, data exception, constraint, program limit (an index row that is too long). */
const DATA = new Set(['21', '22', '23', '54'])
/** A statement that the database does not understand: syntax, a column that is not there, feature. */
const OWN = new Set(['0A', '42'])
/** No right to a table, and no such table or schema: someone restores the database or mends its rights. No record is to blame. */
const NOT_THERE = new Set(['42501', '42P01', '3F000'])
const OWN_NAMES = new Set([
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'URIError',
  'ZodError',
  '$ZodError',
])

export const writeFaultOf = (error: unknown): WriteFault => {
  const { code, name } = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly code?: unknown
    readonly name?: unknown
  }
  const kind = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code.slice(0, 2) : ''
  if (DATA.has(kind)) return 'data'
  if (NOT_THERE.has(String(code))) return 'away'
  const isPlain = code === undefined || String(code).startsWith('ERR_')
  return OWN.has(kind) || (isPlain && OWN_NAMES.has(String(name))) ? 'own' : 'away'
}

/** The fault in words that quote nothing of the data: what stands in quotation marks or parentheses may be a value. */
export const faultWords = (error: unknown): string => {
  const { code, message, name } = error as {
    readonly code?: unknown
    readonly message?: unknown
    readonly name?: unknown
  }
  const words = String(message ?? error)
    .split('\n')[0]
    ?.replace(/"[^"]*"|'[^']*'|\([^)]*\)/g, '…')
    .slice(0, 200)
  return `${typeof code === 'string' ? code : String(name ?? 'error')}: ${words}`
}
