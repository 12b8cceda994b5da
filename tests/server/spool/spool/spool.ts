import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const folder = mkdtempSync(join(tmpdir(), 'spool-'))
export const log = { error: () => undefined }
export const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()
