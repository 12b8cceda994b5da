import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EpochMs } from '#shared/kernel/units.ts'
import { writeState } from '../../../launch/processes/stateFile.ts'
import type { AuditService } from '../audit.ts'

export interface AuditKeyOptions {
  readonly dataDir: string
  /** `--new-audit-key`: the only way to a new key where rows are signed already. */
  readonly isNewAllowed: boolean
  /** When the newest row was written; null for an empty log. */
  readonly newestRow: () => Promise<EpochMs | null>
}

const REMEDY_ZH = '请从备份恢复该文件;确已遗失时用 --new-audit-key 启动一次,日志中会写明自此另起一段'
const REMEDY_EN =
  'restore that file from the backup; where it is lost for good start once with --new-audit-key, which begins a new part of the chain and says so in the log'
const fileOf = (dataDir: string): string => join(dataDir, 'audit-key')

/**
 * The key of the access log's chain, made once, 0600. It is never replaced by itself: where rows were signed and the
 * file is gone, it throws one sentence that names the file and the remedy.
 */
export const openAuditKey = async ({
  dataDir,
  isNewAllowed,
  newestRow,
}: AuditKeyOptions): Promise<string> => {
  const file = fileOf(dataDir)
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  if (kept !== '') return kept
  if (!isNewAllowed && (await newestRow()) !== null)
    throw new Error(`日志密钥遗失 / the key of the access log is gone: ${file};${REMEDY_ZH} / ${REMEDY_EN}`)
  mkdirSync(dataDir, { recursive: true })
  const made = randomBytes(32).toString('hex')
  writeState(file, made)
  return made
}

const BY = { account: 'launcher', role: 'operator', address: 'local' } as const

/** Throws unless the newest rows were signed with the key at hand; with `isNewAllowed` a new part of the chain begins instead, with a row that says so. */
export const holdAuditKey = async (
  audit: Pick<AuditService, 'keyFits' | 'beginSegment'>,
  { dataDir, isNewAllowed }: Pick<AuditKeyOptions, 'dataDir' | 'isNewAllowed'>,
): Promise<void> => {
  if (await audit.keyFits()) return
  if (!isNewAllowed)
    throw new Error(
      `日志密钥与已有日志不符 / the key does not fit the access log: ${fileOf(dataDir)};${REMEDY_ZH} / ${REMEDY_EN}`,
    )
  await audit.beginSegment(
    '原日志密钥遗失,以 --new-audit-key 另起一段 / the old key was lost: a new part begins with --new-audit-key',
    BY,
  )
}
