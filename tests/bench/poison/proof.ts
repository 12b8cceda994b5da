/** What one body of 8 MiB without a proof costs the process that reads it, proof first and parser first. */
import { makeWebhookSource } from '../../../server/sources/platform/webhook.ts'
import { percentile, print } from '../parts/figure.ts'
import { floodBodies } from './http.ts'

const TIMES = 9
/** A parser may be held for seconds by one of the bodies. */
const SLOW_TIMES = 2
const WRONG = '0'.repeat(64)

const medianOf = async (work: () => unknown, times = TIMES): Promise<number> => {
  const took: number[] = []
  for (let i = 0; i < times; i++) {
    const began = performance.now()
    await work()
    took.push(performance.now() - began)
  }
  return percentile(took, 0.5)
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export const compareProofs = async (): Promise<void> => {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const source = makeWebhookSource({ name: 'hook', secret: 'another-secret' }, Date.now, log)
  for (const [i, body] of floodBodies().entries()) {
    const proofFirst = await medianOf(() =>
      source.receive([body], `t=${Date.now()},v1=${WRONG}`).catch(() => null),
    )
    const parserFirst = await medianOf(() => parse(body.toString()), SLOW_TIMES)
    print({
      bench: 'poison',
      metric: `a body of 8 MiB of ${i === 0 ? 'open brackets' : 'small objects'} without a proof, in process: proof first (baseline: parser first)`,
      value: proofFirst,
      unit: 'ms',
      baseline: parserFirst,
    })
  }
}
