/** From scripts that Chromium ran back to the lines of the sources they were built from. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Profiler } from 'node:inspector'
import { pathToFileURL } from 'node:url'
import { mergeScriptCovs } from '@bcoe/v8-coverage'
import { parse, type Node } from 'acorn'
import convert from 'ast-v8-to-istanbul'
import { linesOf, type Lines, type Statements } from './lines.ts'
import { hashOf, type RunScript } from './pages.ts'

/** Built files that have a source map, by the hash of their text. */
const mappedFiles = (folders: readonly string[]): Map<string, string> => {
  const found = new Map<string, string>()
  for (const folder of folders.filter((one) => existsSync(one)))
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      if (path.endsWith('.js') && existsSync(`${path}.map`)) found.set(hashOf(readFileSync(path)), path)
    }
  return found
}

const scriptsIn = (folder: string): Map<string, Profiler.ScriptCoverage> => {
  const merged = new Map<string, Profiler.ScriptCoverage>()
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.json')))
    for (const { hash, functions } of JSON.parse(readFileSync(join(folder, name), 'utf8')) as RunScript[]) {
      const before = merged.get(hash)
      const script = { scriptId: '0', url: hash, functions }
      merged.set(hash, mergeScriptCovs(before ? [before, script] : [script])!)
    }
  return merged
}

const linesOfScript = async (
  root: string,
  path: string,
  { functions }: Profiler.ScriptCoverage,
): Promise<[string, Lines][]> => {
  const code = readFileSync(path, 'utf8')
  const sourceMap = JSON.parse(readFileSync(`${path}.map`, 'utf8')) as {
    sources: string[]
    names: string[]
    mappings: string
    version: number
  }
  const data = await convert<Node, ReturnType<typeof parse>>({
    code,
    sourceMap,
    ast: parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true }),
    coverage: { url: pathToFileURL(path).href, functions },
  })
  return Object.entries(data).map(([file, statements]) => [
    relative(root, file.split('?')[0]!),
    linesOf(statements as unknown as Statements),
  ])
}

/** Lines by source file, once for each script that `folder` tells of and whose text lies in one of `builds`. */
export const builtLines = async (
  root: string,
  folder: string,
  builds: readonly string[],
): Promise<[string, Lines][]> => {
  if (!existsSync(folder)) return []
  const files = mappedFiles(builds)
  const lines: [string, Lines][] = []
  for (const [hash, script] of scriptsIn(folder)) {
    const path = files.get(hash)
    if (path) lines.push(...(await linesOfScript(root, path, script)))
  }
  return lines
}
