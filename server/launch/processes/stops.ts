import { errorMessage } from '#shared/kernel/errors.ts'
/** What must end, the last started first; ending twice is the same as once. */
export const makeStops = (say: (line: string) => void, exit: (status: number) => void = process.exit) => {
  const stops: { title: string; stop: () => Promise<void> | void }[] = []
  let ending: Promise<void> | null = null
  const endAll = async (): Promise<void> => {
    for (const { title, stop } of stops.toReversed()) {
      try {
        await stop()
      } catch (error) {
        say(`${title}: ${errorMessage(error)}`)
      }
    }
  }
  return {
    add: (title: string, stop: () => Promise<void> | void): void => void stops.push({ title, stop }),
    isEnding: (): boolean => ending !== null,
    end: (status: number, line: string | null): void => {
      if (ending) return
      if (line !== null) say(line)
      ending = endAll().then(() => exit(status))
    },
  }
}

export type Stops = ReturnType<typeof makeStops>
