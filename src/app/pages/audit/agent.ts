const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\/(\d+)/, 'Edge'],
  [/Firefox\/(\d+)/, 'Firefox'],
  [/Chrome\/(\d+)/, 'Chrome'],
  [/Version\/(\d+).*Safari/, 'Safari'],
]
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
]

/** What a browser calls itself, in two words: `Chrome 109 · Windows`; whatever else it says as it stands. */
export const agentText = (agent: string): string => {
  const browser = BROWSERS.map(([shape, name]) => [name, shape.exec(agent)?.[1]] as const).find(
    ([, version]) => version !== undefined,
  )
  const system = SYSTEMS.find(([shape]) => shape.test(agent))?.[1]
  if (!browser) return agent || '—'
  return [`${browser[0]} ${browser[1]}`, ...(system ? [system] : [])].join(' · ')
}
