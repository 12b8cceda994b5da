const BAR = 24
const QUIET_MS = 5_000

export interface Step {
  /** 0–1, or null where the whole is not known; `note` says what is counted. */
  progress(share: number | null, note?: string): void
}

const bar = (share: number | null, elapsedMs: number): string => {
  if (share === null) {
    const at = Math.floor(elapsedMs / 120) % BAR
    return `${'░'.repeat(at)}█${'░'.repeat(BAR - at - 1)}`
  }
  const full = Math.round(Math.min(Math.max(share, 0), 1) * BAR)
  return `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`
}

const seconds = (sinceMs: number): string => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`

/** Chinese characters are two cells wide. */
const width = (text: string): number =>
  [...text].reduce((sum, character) => sum + (character.codePointAt(0)! > 0x2e7f ? 2 : 1), 0)
const pad = (text: string, cells: number): string => text + ' '.repeat(Math.max(cells - width(text), 1))

/** Steps with a bar and the time: redrawn in place on a terminal, a line every five seconds elsewhere. */
export const makeTerminal = (out: NodeJS.WriteStream, steps: number) => {
  const live = Boolean(out.isTTY)
  let number = 0
  const line = (text: string): void => void out.write(`${live ? '\r\x1b[2K' : ''}${text}\n`)

  const run = async <T>(title: string, work: (step: Step) => Promise<T>): Promise<T> => {
    number++
    const since = Date.now()
    const head = pad(`[${number}/${steps}] ${title}`, 46)
    let share: number | null = null
    let note = ''
    const draw = (): void =>
      void out.write(`\r\x1b[2K${head}${bar(share, Date.now() - since)} ${seconds(since)} ${note}`)
    const report = (): void =>
      line(`${head}${share === null ? '…' : `${Math.round(share * 100)} %`} ${seconds(since)} ${note}`)
    const timer = setInterval(live ? draw : report, live ? 120 : QUIET_MS)
    if (live) draw()
    try {
      const result = await work({
        progress: (next, about = '') => {
          share = next
          note = about
        },
      })
      line(`${head}✓ ${seconds(since)} ${note}`)
      return result
    } catch (error) {
      line(`${head}✗ ${seconds(since)}`)
      throw error
    } finally {
      clearInterval(timer)
    }
  }
  return { line, run }
}

export type Terminal = ReturnType<typeof makeTerminal>
