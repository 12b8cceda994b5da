/**
 * Why a write failed. `data`: the database can never hold what it was given. `own`: this program made an error that it
 * would make again. `away`: everything else; the database, the disk or a thread takes nothing now, and the same write is
 * worth another try later.
 */
export type WriteFault = 'away' | 'data' | 'own'

/** Classes of SQLSTATE: cardinality, data exception, constraint, program limit (an index row that is too long). */
const DATA = new Set(['21', '22', '23', '54'])
/** A statement that the database does not understand: syntax, a table or a column that is not there, feature. */
const OWN = new Set(['0A', '42'])
const OWN_NAMES = new Set(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'URIError', 'ZodError', '$ZodError'])

export const writeFaultOf = (error: unknown): WriteFault => {
  const { code, name } = (typeof error === 'object' && error !== null ? error : {}) as { readonly code?: unknown; readonly name?: unknown }
  const kind = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code.slice(0, 2) : ''
  if (DATA.has(kind)) return 'data'
  return OWN.has(kind) || (code === undefined && OWN_NAMES.has(String(name))) ? 'own' : 'away'
}

/** The fault in words that quote nothing of the data: what stands in quotation marks or parentheses may be a value. */
export const faultWords = (error: unknown): string => {
  const { code, message, name } = error as { readonly code?: unknown; readonly message?: unknown; readonly name?: unknown }
  const words = String(message ?? error).split('\n')[0]?.replace(/"[^"]*"|'[^']*'|\([^)]*\)/g, '…').slice(0, 200)
  return `${typeof code === 'string' ? code : String(name ?? 'error')}: ${words}`
}
