import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { acknowledgedBeyond, folderOf, judge, listen, makeRig, watch, type Phase } from './rig.ts'

const SIZE_MIB = 48
const FULL_MS = 8000

/** A small file system in memory; null, with a line that says why, where it cannot be had. */
const mountSmall = (folder: string): { unmount(): void } | null => {
  mkdirSync(folder, { recursive: true })
  const refuse = (why: string): null => {
    process.stderr.write(`full: skipped, ${why}\n`)
    return null
  }
  if (process.getuid?.() !== 0) return refuse('only root may mount a small file system')
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MIB}m,mode=700`, 'tmpfs', folder])
  if (mounted.status !== 0)
    return refuse(`a mount is refused: ${String(mounted.stderr ?? mounted.error).trim()}`)
  return { unmount: () => void spawnSync('umount', ['--lazy', folder]) }
}

/** Takes all that is left, to the last page. Answers how many bytes that was. */
const fill = (file: string): number => {
  const handle = openSync(file, 'a')
  let taken = 0
  for (const size of [1_048_576, 65_536, 4096]) {
    try {
      for (;;) taken += writeSync(handle, Buffer.alloc(size))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }
  closeSync(handle)
  return taken
}

/**
 * The server's data folder is full twice while positions and readings stream: once it has to wait and go on by itself,
 * once it is killed while full, so that whatever was acknowledged without being on the disk is gone.
 */
export const full = async (phase: Phase): Promise<void> => {
  // A run that was cut off may have left its mount.
  spawnSync('umount', ['--lazy', join(folderOf(phase), 'house')])
  const rig = await makeRig(phase)
  const { house } = rig
  const small = mountSmall(house.dataDir)
  const ballast = join(house.dataDir, 'ballast')
  try {
    if (!small) return
    await house.start('platform')
    await house.start('server')
    await delay(6000)
    const screen = watch(house)
    await delay(2000)
    fill(ballast)
    await delay(500)
    const before = rig.acked().batch
    const { frames, longestMs } = await listen(screen, delay(FULL_MS))
    const stood = rig.acked().batch
    rmSync(ballast)
    phase.show('batches of positions acknowledged while the disk was full', stood - before, 'batches')
    phase.show('frames to a screen meanwhile', frames, 'frames')
    phase.show('longest silence of that screen', longestMs, 'ms')
    phase.show(
      'until the next acknowledgement once there was space',
      await acknowledgedBeyond(rig, stood),
      's',
    )
    await delay(5000)
    fill(ballast)
    await delay(3000)
    house.kill('server')
    screen.socket.disconnect()
    const atKill = rig.acked().batch
    rmSync(ballast)
    const killed = performance.now()
    await house.start('server')
    phase.show(
      'until the next acknowledgement after a kill -9 while full',
      await acknowledgedBeyond(rig, atKill, killed),
      's',
    )
    await delay(5000)
    await judge(phase, rig)
  } finally {
    for (const part of ['platform', 'server'] as const) if (house[part]) house.kill(part)
    small?.unmount()
    await rig.close()
  }
}
