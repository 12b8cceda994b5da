import { AsyncLocalStorage } from 'node:async_hooks'

/** A request that is being answered; what it leaves behind when it ends is no longer part of it. */
interface Asked {
  open: boolean
}

const asked = new AsyncLocalStorage<Asked>()

/** Marks all that `work` awaits as the answer to a request: its statements have a request's limits, and connections apart from the jobs'. */
export const inRequest = async <T>(work: () => Promise<T>): Promise<T> => {
  const request: Asked = { open: true }
  try {
    return await asked.run(request, work)
  } finally {
    request.open = false
  }
}

/** For work that a request starts and does not wait for: it has a job's limits. */
export const outOfRequest = <T>(work: () => T): T => asked.exit(work)

export const isInRequest = (): boolean => asked.getStore()?.open === true
