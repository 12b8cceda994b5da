import type { Migration } from 'kysely'

/** In the order of their names; a number is never used twice: 0xx ledger, 1xx access, 2xx live. */
export const migrations: Record<string, Migration> = {}
