import type { Attempt, DurableJobs } from '../../../server/common/durable/durable.ts'

type Work = (data: never, attempt: Attempt) => Promise<void>

/** Durable jobs that are not: each is done once, in line, when it is asked for. For tests of what asks for them. */
export const plainJobs = (): DurableJobs & { readonly asked: unknown[] } => {
  const works = new Map<string, Work>()
  const asked: unknown[] = []
  let line = Promise.resolve()
  let open = 0
  return {
    asked,
    handle: (kind, work) => void works.set(kind.name, work as Work),
    ask: async (kind, data, { key, afterMs, within } = {}) => {
      asked.push({
        ...data,
        key,
        ...(within ? { within } : {}),
        ...(afterMs === undefined ? {} : { afterMs }),
      })
      open++
      const attempt = { signal: new AbortController().signal, isLast: true, progress: () => undefined }
      line = line
        .then(() => works.get(kind)!(data as never, attempt))
        .catch(() => undefined)
        .finally(() => open--)
      return String(asked.length)
    },
    wake: () => undefined,
    open: async () => open,
    cancel: async () => undefined,
    progressOf: () => null,
    dead: async () => [],
    risks: () => [],
    recover: async () => undefined,
    start: () => undefined,
    stop: async () => undefined,
  }
}
