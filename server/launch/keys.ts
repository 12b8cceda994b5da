import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface PlatformKeys {
  readonly key: string
  readonly webhookSecret: string
}

/** What the stand-in platform and the server prove themselves with to one another; made once, 0600. */
export const platformKeys = (dataDir: string): PlatformKeys => {
  const file = join(dataDir, 'platform-keys.json')
  if (!existsSync(file)) writeFileSync(file, JSON.stringify({ key: randomBytes(24).toString('hex'), webhookSecret: randomBytes(24).toString('hex') }), { mode: 0o600, flag: 'wx' })
  return JSON.parse(readFileSync(file, 'utf8')) as PlatformKeys
}
