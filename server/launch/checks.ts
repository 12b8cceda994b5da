import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { errorMessage } from '#shared/kernel/errors.ts'
import { isLock, tryLock, type FileLock } from './processes/fileLock.ts'
import { LaunchError, type LaunchOptions } from './options.ts'
import { readState, writeState } from './processes/stateFile.ts'

const MIB = 1024 ** 2
const ROOM = { firstMiB: 1500, laterMiB: 300 }

const FOLDER_FAULTS: Readonly<Record<string, string>> = {
  EROFS: '只读文件系统 / the file system is read-only',
  EACCES: '没有写权限 / no permission to write',
  EPERM: '没有写权限 / no permission to write',
  ENOENT: '上级目录不可写或不存在 / the folder above cannot be written or is not there',
  ENOTDIR: '路径中有一段不是目录 / a part of the path is no folder',
  EEXIST: '同名文件不是目录 / a file of that name is no folder',
}

/** Makes the data folder and writes to it once. Throws LaunchError that names it, the fault and the remedy. */
export const makeFolder = (dataDir: string): void => {
  const trial = join(dataDir, `.trial-${process.pid}`)
  try {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(trial, '')
    rmSync(trial)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC') throw error
    throw new LaunchError(
      `数据目录不可用 / the data folder cannot be used: ${dataDir}: ${FOLDER_FAULTS[code] ?? errorMessage(error)};请修正权限或另选 GUANLAN_DATA_DIR / mend its rights or choose another GUANLAN_DATA_DIR`,
    )
  }
}

/** Only one Guanlan works on a data folder. Throws LaunchError that names the other. */
export const lockDataDir = ({ dataDir, host, port }: LaunchOptions): FileLock => {
  makeFolder(dataDir)
  const result = tryLock(join(dataDir, 'guanlan.lock'), `http://${host}:${port}/`)
  if (isLock(result)) return result
  throw new LaunchError(
    `已有一个观澜(进程 ${result.pid},${result.note})在使用 ${dataDir} / another Guanlan (process ${result.pid}, ${result.note}) already uses ${dataDir}`,
  )
}

/** Throws LaunchError when something else listens there. */
export const refuseBusyPort = (host: string, port: number): Promise<void> =>
  new Promise((done, failed) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const busy = error.code === 'EADDRINUSE'
      failed(
        busy
          ? new LaunchError(
              `端口 ${port} 已被占用,可换一个:PORT=${port + 1} npm start / port ${port} is in use, try PORT=${port + 1} npm start`,
            )
          : new LaunchError(`不能监听 ${host}:${port} / cannot listen on ${host}:${port}: ${error.message}`),
      )
    })
    probe.listen(port, host, () => probe.close(() => done()))
  })

export const freeMiB = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder)
  return Math.floor((bavail * bsize) / MIB)
}

/** A first start writes the province; later ones need room to work. Throws LaunchError. */
export const refuseFullDisk = (dataDir: string, isFirst = false, freeOf = freeMiB): void => {
  const needed = !isFirst && existsSync(join(dataDir, 'province.json')) ? ROOM.laterMiB : ROOM.firstMiB
  const free = freeOf(dataDir)
  if (free < needed)
    throw new LaunchError(
      `磁盘空间不足:${dataDir} 仅剩 ${free} MiB,至少需要 ${needed} MiB / the disk is full: ${dataDir} has ${free} MiB left, ${needed} MiB are needed`,
    )
}

const isProvince = (value: unknown): value is { scale: string; seed: number } => {
  const { scale, seed } = value as { scale?: unknown; seed?: unknown }
  return typeof scale === 'string' && typeof seed === 'number'
}

/** A data folder belongs to one province; another scale or seed needs another folder. Throws LaunchError. */
export const refuseOtherProvince = ({ dataDir, scale, seed }: LaunchOptions): void => {
  const file = join(dataDir, 'province.json')
  const held = readState(file, isProvince, {
    zh: `请从备份恢复,或写入该目录原来的规模与种子,如 {"scale":"${scale}","seed":${seed}}`,
    en: 'restore it from a backup, or write into it the scale and seed that the folder holds',
  })
  if (held) {
    if (held.scale === scale && held.seed === seed) return
    throw new LaunchError(
      `${dataDir} 里是 --scale ${held.scale} --seed ${held.seed} 的数据,请另选 GUANLAN_DATA_DIR / ${dataDir} holds --scale ${held.scale} --seed ${held.seed}: choose another GUANLAN_DATA_DIR`,
    )
  }
  writeState(file, JSON.stringify({ scale, seed }))
}
