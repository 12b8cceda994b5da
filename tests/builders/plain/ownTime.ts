/** Files share their process: one that leaves a faked time behind is told at the beginning of the next. */
const now = { setTimeout, setInterval, setImmediate, Date, 'performance.now': performance.now }
const shared = globalThis as { ownTime?: typeof now }
shared.ownTime ??= now
for (const [name, value] of Object.entries(now))
  if (shared.ownTime[name as keyof typeof now] !== value)
    throw new Error(`the test file before this one left ${name} faked: it has to put it back`)
export {}
