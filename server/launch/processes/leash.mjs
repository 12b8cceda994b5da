/** Loaded into every child of the launcher: when the launcher is gone, the channel closes and the child ends, in order if it can. */
const HARD_MS = 6000

process.once('disconnect', () => {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), HARD_MS).unref()
  process.kill(process.pid, 'SIGTERM')
})
process.channel?.unref()
