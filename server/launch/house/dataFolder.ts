import { join } from 'node:path'
import { lockDataDir, refuseBusyPort, refuseFullDisk, refuseOtherProvince } from '../checks.ts'
import type { LaunchOptions } from '../options.ts'
import { currentFolder, newFolder } from './clockFolder.ts'

/** The data folder that is meant, locked: the newest that `--new-clock` opened, or now a fresh one, which is made only once nothing refuses the start. */
export const openFolder = async (
  options: LaunchOptions,
  say: (line: string) => void,
  atEnd: (title: string, stop: () => void) => void,
): Promise<LaunchOptions> => {
  const base = options.dataDir
  let found = { ...options, dataDir: currentFolder(base) }
  let lock = lockDataDir(found)
  atEnd('lock', () => lock.release())
  await refuseBusyPort(found.host, found.port)
  refuseFullDisk(found.dataDir, options.newClock)
  if (options.newClock) {
    const before = lock
    found = { ...options, dataDir: newFolder(base, options.clock ?? Date.now()) }
    lock = lockDataDir(found)
    before.release()
  }
  const { dataDir } = found
  if (dataDir !== base)
    say(
      `数据目录 data folder: ${dataDir}(--new-clock;删除 ${join(base, 'clock-folder')} 即回到原目录 / remove that file to go back)`,
    )
  refuseOtherProvince(found)
  return found
}
