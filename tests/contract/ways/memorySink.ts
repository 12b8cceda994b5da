import type { Rejected, SourceBatch, SourceSink } from '../../../server/sources/Source.ts'

/** Keeps what must last; fails on demand, as a database that is away does. */
export const makeMemorySink = () => {
  const cursors = new Map<string, string>()
  const kept: string[] = []
  const rejected: Rejected[] = []
  const state = { away: false, settled: 0 }
  const guard = (): void => {
    if (state.away) throw new Error('the database is away')
  }
  const idsOf = (batch: SourceBatch): string[] =>
    batch.items.map((item) =>
      'id' in item
        ? item.id
        : 'vehicle' in item && 'at' in item
          ? `${item.vehicle}:${item.at}`
          : 'building' in item && 'at' in item
            ? `${item.building}:${item.at}`
            : JSON.stringify(item),
    )
  const sink: SourceSink = {
    accept: async (_, batch) => {
      guard()
      kept.push(...idsOf(batch))
    },
    quarantine: async (list) => {
      guard()
      rejected.push(...list)
    },
    settled: async () => void state.settled++,
    cursor: async (source, stream) => cursors.get(`${source}|${stream}`) ?? null,
    setCursor: async (source, stream, value) => {
      guard()
      cursors.set(`${source}|${stream}`, value)
    },
  }
  return { sink, kept, rejected, state, cursors }
}
export type MemorySink = ReturnType<typeof makeMemorySink>
