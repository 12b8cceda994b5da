import { setTimeout as delay } from 'node:timers/promises'
import { PARTS, type Part } from './house.ts'
import { judge, listen, makeRig, watch, type Phase } from './rig.ts'

/** Seeded, so that a run that failed can be held again. */
const makeRandom = (seed: number) => (): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed / 2_147_483_648
}

/** `kill -9` of server, database or platform at random under load, then the database away for a while. */
export const kills = async (phase: Phase): Promise<void> => {
  const random = makeRandom(phase.number('seed', 1))
  const rig = await makeRig(phase, { vehicles: 6000, rate: 4000 })
  const { house } = rig
  try {
    await house.start('platform')
    await house.start('server')
    await delay(8000)
    const killed: Record<Part, number> = { server: 0, database: 0, platform: 0 }
    for (let i = 0; i < phase.number('kills', 20); i++) {
      await delay(1000 + random() * 5000)
      const part = PARTS[Math.floor(random() * PARTS.length)] as Part
      killed[part]++
      house.kill(part)
      await delay(200 + random() * 2000)
      await house.start(part)
      process.stderr.write(`killed ${part} (${i + 1})\n`)
    }
    for (const part of PARTS) phase.show(`kill -9 of the ${part}`, killed[part], 'times')
    await delay(5000)
    const seconds = phase.number('away', 60)
    const screen = watch(house)
    await delay(3000)
    house.kill('database')
    const { frames, longestMs } = await listen(screen, delay(seconds * 1000))
    await house.start('database')
    screen.socket.disconnect()
    phase.show(`database away ${seconds} s: frames to a screen meanwhile`, frames, 'frames')
    phase.show('longest silence of that screen', longestMs, 'ms')
    await delay(10_000)
    await judge(phase, rig)
  } finally {
    await rig.close()
  }
}
