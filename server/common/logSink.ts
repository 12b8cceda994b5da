import { writeSync } from 'node:fs'

export interface LogSink {
  write(line: string): void
  /** Lines that could not be written since the last one that could. */
  dropped(): number
}

/**
 * Where the log goes. A line that cannot be written (the disk is full, nobody reads) is dropped and counted, nothing is
 * held in memory, and the process goes on; the first line that gets through again is preceded by one that tells how many were lost.
 */
export const makeLogSink = (fd = 1, write: (fd: number, bytes: Buffer) => number = writeSync): LogSink => {
  let dropped = 0
  let since = 0
  let torn = false
  const put = (text: string): boolean => {
    const bytes = Buffer.from(torn ? `\n${text}` : text)
    try {
      const written = write(fd, bytes)
      torn = written < bytes.length && (written > 0 || torn)
      return written === bytes.length
    } catch {
      return false
    }
  }
  const tell = (): string =>
    `${JSON.stringify({ level: 40, time: new Date().toISOString(), dropped, since: new Date(since).toISOString(), msg: `磁盘恢复,期间丢弃日志 ${dropped} 行 / the log can be written again: ${dropped} lines were dropped` })}\n`
  return {
    write: (line) => {
      if (dropped > 0 && put(tell())) dropped = 0
      if (dropped === 0 && put(line)) return
      if (dropped === 0) since = Date.now()
      dropped++
    },
    dropped: () => dropped,
  }
}

/** What Node itself prints may fail for the same reasons: never a reason to end. */
export const surviveOutput = (): void => {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
}
