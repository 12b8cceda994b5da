import { existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { isLock, tryLock, type FileLock } from './fileLock.ts'
import { LaunchError, type LaunchOptions } from './options.ts'

const MIB = 1024 ** 2
const ROOM = { firstMiB: 1500, laterMiB: 300 }

/** Only one Guanlan works on a data folder. Throws LaunchError that names the other. */
export const lockDataDir = ({ dataDir, host, port }: LaunchOptions): FileLock => {
  mkdirSync(dataDir, { recursive: true })
  const result = tryLock(join(dataDir, 'guanlan.lock'), `http://${host}:${port}/`)
  if (isLock(result)) return result
  throw new LaunchError(`已有一个观澜(进程 ${result.pid},${result.note})在使用 ${dataDir} / another Guanlan (process ${result.pid}, ${result.note}) already uses ${dataDir}`)
}

/** Throws LaunchError when something else listens there. */
export const refuseBusyPort = (host: string, port: number): Promise<void> =>
  new Promise((done, failed) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const busy = error.code === 'EADDRINUSE'
      failed(busy ? new LaunchError(`端口 ${port} 已被占用,可换一个:PORT=${port + 1} npm start / port ${port} is in use, try PORT=${port + 1} npm start`) : new LaunchError(`不能监听 ${host}:${port} / cannot listen on ${host}:${port}: ${error.message}`))
    })
    probe.listen(port, host, () => probe.close(() => done()))
  })

export const freeMiB = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder)
  return Math.floor((bavail * bsize) / MIB)
}

/** A first start writes the province; later ones need room to work. Throws LaunchError. */
export const refuseFullDisk = (dataDir: string): void => {
  const needed = existsSync(join(dataDir, 'province.json')) ? ROOM.laterMiB : ROOM.firstMiB
  const free = freeMiB(dataDir)
  if (free < needed) throw new LaunchError(`磁盘空间不足:${dataDir} 仅剩 ${free} MiB,至少需要 ${needed} MiB / the disk is full: ${dataDir} has ${free} MiB left, ${needed} MiB are needed`)
}

/** A data folder belongs to one province; another scale or seed needs another folder. Throws LaunchError. */
export const refuseOtherProvince = ({ dataDir, scale, seed }: LaunchOptions): void => {
  const file = join(dataDir, 'province.json')
  if (existsSync(file)) {
    const held = JSON.parse(readFileSync(file, 'utf8')) as { scale: string; seed: number }
    if (held.scale === scale && held.seed === seed) return
    throw new LaunchError(`${dataDir} 里是 --scale ${held.scale} --seed ${held.seed} 的数据,请另选 GUANLAN_DATA_DIR / ${dataDir} holds --scale ${held.scale} --seed ${held.seed}: choose another GUANLAN_DATA_DIR`)
  }
  writeFileSync(file, JSON.stringify({ scale, seed }))
}
