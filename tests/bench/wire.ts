import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { fromHex } from '../../server/codecs/bytes.ts'
import { makeFlagFramer, makeLengthFramer, type Framer } from '../../server/codecs/framers.ts'
import { DECODERS } from '../../server/sources/ways.ts'
import { FRAMES, REPAIRS } from '../builders/devices/frames.ts'
import { makeMutator, makeRandom } from '../builders/devices/mutate.ts'
import { print } from './parts/figure.ts'
import type { Bench } from './run.ts'

const MUTATED = 1_000_000
const CHUNK = 65_536
const SLICE = 50_000
const PER_S = 1_000

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const heapMb = (): number => {
  collect()
  return process.memoryUsage().heapUsed / 1e6
}
const seedsOf = (protocol: string): Uint8Array[] =>
  (FRAMES[protocol] ?? []).map((hex) => fromHex(hex) as Uint8Array)

/** Of a frame that seemed slow the least of ten tries: what is left is the decoder's own, not the machine's. */
const leastOf = (decode: () => unknown): number => {
  let least = Infinity
  for (let i = 0; i < 10; i++) {
    const start = performance.now()
    decode()
    least = Math.min(least, performance.now() - start)
  }
  return least
}

/** A million mutated frames: any exception ends the bench. Making the frames is not in the times. */
const fuzz = (protocol: string, count: number): void => {
  const decode = DECODERS[protocol] as (typeof DECODERS)[string]
  const mutator = makeMutator(seedsOf(protocol), 20_261_122, REPAIRS[protocol])
  const before = heapMb()
  let [good, bad, slowest, spent, peak] = [0, 0, 0, 0, 0]
  for (let done = 0; done < count; done += SLICE) {
    const frames = Array.from({ length: Math.min(SLICE, count - done) }, () => mutator.next())
    for (const frame of frames) {
      const start = performance.now()
      if (decode(frame).ok) good++
      else bad++
      const took = performance.now() - start
      spent += took
      if (took > slowest)
        slowest = Math.max(
          slowest,
          leastOf(() => decode(frame)),
        )
    }
    peak = Math.max(peak, heapMb() - before)
  }
  const metrics = {
    [`${protocol}: mutated frames, none crashed or hung`]: [good + bad, 'frames'],
    [`${protocol}: of them decoded`]: [good, 'frames'],
    [`${protocol}: slowest single frame, least of ten tries`]: [slowest, 'ms'],
    [`${protocol}: heap grown at most, with the frames at hand`]: [peak, 'MB'],
    [`${protocol}: mutated frames`]: [(good + bad) / (spent / PER_S), 'frames/s'],
  } as const
  for (const [metric, [value, unit]] of Object.entries(metrics)) print({ bench: 'wire', metric, value, unit })
}

/** The same bytes, with junk between, through the framer in pieces of the network's size. */
const fuzzFramer = (protocol: string, count: number): void => {
  let frames = 0
  const take = (): void => void frames++
  const framer: Framer =
    protocol === 'gb32960'
      ? makeLengthFramer(16_384, take)
      : makeFlagFramer(
          protocol === 'jt809' ? { head: 0x5b, end: 0x5d } : { head: 0x7e, end: 0x7e },
          4_096,
          take,
        )
  const mutator = makeMutator(seedsOf(protocol), 7, REPAIRS[protocol])
  const random = makeRandom(9)
  const stream: number[] = []
  let [bytes, spent, slowest, made] = [0, 0, 0, 0]
  while (made < count) {
    while (stream.length < CHUNK && made++ < count)
      stream.push(
        ...mutator.next(),
        ...(random() < 0.1
          ? Array.from({ length: Math.floor(random() * 300) }, () => Math.floor(random() * 256))
          : []),
      )
    const chunk = Uint8Array.from(stream.splice(0))
    const start = performance.now()
    framer.push(chunk)
    const took = performance.now() - start
    bytes += chunk.length
    spent += took
    slowest = Math.max(slowest, took)
  }
  print({
    bench: 'wire',
    metric: `${protocol}: framer over a stream with junk`,
    value: bytes / 1e6 / (spent / PER_S),
    unit: 'MB/s',
  })
  print({
    bench: 'wire',
    metric: `${protocol}: framer, slowest ${CHUNK >> 10} KiB`,
    value: slowest,
    unit: 'ms',
  })
  if (frames === 0 || framer.held() > CHUNK)
    throw new Error(
      `${protocol}: expected frames and a bounded buffer, found ${frames} and ${framer.held()} bytes`,
    )
}

/** Both sides do this work in turn, so that a busy moment of the machine hits both. */
const duel = (seconds: number, mine: () => void, other: () => void): [number, number] => {
  const spent: [number, number] = [0, 0]
  const rounds: [number, number] = [0, 0]
  const sides = [mine, other] as const
  while (spent[0] + spent[1] < seconds * PER_S) {
    for (const side of [0, 1] as const) {
      const start = performance.now()
      for (let i = 0; i < 2_000; i++) sides[side]()
      spent[side] += performance.now() - start
      rounds[side] += 2_000
    }
  }
  return [rounds[0] / (spent[0] / PER_S), rounds[1] / (spent[1] / PER_S)]
}

/** One position as a terminal sends it, against JSON.parse of the very object that it decodes to. */
const positions = (seconds: number): void => {
  const frame = seedsOf('jt808')[1] as Uint8Array
  const decode = DECODERS['jt808'] as (typeof DECODERS)[string]
  const decoded = decode(frame)
  if (!decoded.ok) throw new Error('the reference frame does not decode')
  const text = Buffer.from(JSON.stringify(decoded.frame))
  const [mine, other] = duel(
    seconds,
    () => void decode(frame),
    () => void JSON.parse(text.toString()),
  )
  print({
    bench: 'wire',
    metric: 'jt808: whole positions decoded (baseline: JSON.parse of the same object)',
    value: mine,
    unit: 'frames/s',
    baseline: other,
  })
  print({
    bench: 'wire',
    metric: 'jt808: bytes of a position (baseline: the same as JSON)',
    value: frame.length,
    unit: 'bytes',
    baseline: text.length,
  })
}

/** `npm run bench -- wire [--frames N] [--seconds N]`: every decoder of the registry that has reference frames. */
export const bench: Bench = async ({ rest }) => {
  const count = Number(rest['frames'] ?? MUTATED)
  for (const protocol of Object.keys(DECODERS)) {
    if (!FRAMES[protocol]) {
      print({ bench: 'wire', metric: `${protocol}: no reference frames`, value: 0, unit: 'frames' })
      continue
    }
    fuzz(protocol, count)
  }
  for (const protocol of ['jt808', 'jt809', 'gb32960']) fuzzFramer(protocol, count / 5)
  positions(Number(rest['seconds'] ?? 4))
}
