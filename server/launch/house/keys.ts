import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { readState, writeState } from '../processes/stateFile.ts'

export interface PlatformKeys {
  readonly key: string
  readonly webhookSecret: string
}

const isKeys = (value: unknown): value is PlatformKeys => {
  const { key, webhookSecret } = value as Partial<PlatformKeys>
  return (
    typeof key === 'string' &&
    key.length >= 16 &&
    typeof webhookSecret === 'string' &&
    webhookSecret.length >= 16
  )
}

/** What the stand-in platform and the server prove themselves with to one another; made once, 0600. */
export const platformKeys = (dataDir: string): PlatformKeys => {
  const file = join(dataDir, 'platform-keys.json')
  const kept = readState(file, isKeys, {
    zh: '可删除该文件,下次启动会生成新的密钥',
    en: 'it may be deleted: the next start makes new keys',
  })
  if (kept) return kept
  const made: PlatformKeys = {
    key: randomBytes(24).toString('hex'),
    webhookSecret: randomBytes(24).toString('hex'),
  }
  writeState(file, JSON.stringify(made))
  return made
}
