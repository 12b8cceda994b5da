/** The built application asks for nothing that came after Chromium 109. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { parse } from 'acorn'
import { beforeAll, describe, expect, it } from 'vitest'
import { newerStyles, NEWER_BUILT_INS, removal } from '../builders/screen/chromium109.mjs'
import { builtDist } from '../builders/screen/wallDist.ts'

/** Chromium 109 knows all of ES2022 and of what came after only `#!`. */
const SYNTAX = 2022
let dist = ''
const files = (ending: RegExp): string[] =>
  readdirSync(dist, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() && ending.test(entry.name) ? [join(entry.parentPath, entry.name)] : [],
  )

beforeAll(async () => {
  dist = await builtDist()
})

const fault = (code: string, sourceType: 'module' | 'script'): string | null => {
  try {
    parse(code, { ecmaVersion: SYNTAX, sourceType, allowHashBang: true, allowReturnOutsideFunction: false })
    return null
  } catch (cause) {
    return (cause as Error).message
  }
}

describe('the built application', () => {
  it('is written in the syntax of ES2022, workers and Cesium’s own among it', () => {
    const scripts = files(/\.m?js$/)
    expect(scripts.length).toBeGreaterThan(100)
    const faults = scripts.flatMap((file) => {
      const code = readFileSync(file, 'utf8')
      const found = fault(code, 'module')
      return found && fault(code, 'script') ? [`${file.slice(dist.length)}: ${found}`] : []
    })
    expect(faults).toEqual([])
  })

  it('has only styles that Chromium 109 understands', () => {
    const sheets = files(/\.css$/)
    expect(sheets.length).toBeGreaterThan(20)
    expect(
      sheets.flatMap((file) =>
        newerStyles(readFileSync(file, 'utf8')).map((style) => `${file.slice(dist.length)}: ${style}`),
      ),
    ).toEqual([])
  })

  it('tells any browser, also one of 2009, what it needs before the application starts', () => {
    const index = readFileSync(join(dist, 'index.html'), 'utf8')
    expect(index).toMatch(/<script src="\/needs\.js"><\/script>/)
    expect(() =>
      parse(readFileSync(join(dist, 'needs.js'), 'utf8'), { ecmaVersion: 5, sourceType: 'script' }),
    ).not.toThrow()
  })
})

describe('the readers of these tests', () => {
  it('see what is newer in a style sheet', () => {
    const newer =
      'a { color: oklch(0.5 0.1 20); .b { top: 0 } } @scope (a) { b { text-wrap: balance } } c:popover-open { grid-template-rows: subgrid; background: color-mix(in srgb, red, blue) }'
    expect(newerStyles(newer).map((style) => style.split(' (')[0])).toEqual(
      expect.arrayContaining([
        'oklch()',
        'nesting',
        '@scope',
        'text-wrap',
        ':popover-open',
        'grid-template-rows: subgrid',
        'color-mix()',
      ]),
    )
    expect(
      newerStyles(
        'a:has(b) { height: 100dvh; container-type: inline-size } @container (width > 2em) { a { inset: 0 } } @keyframes k { from { top: 0 } }',
      ),
    ).toEqual([])
  })
  it('see newer syntax', () => {
    expect(fault('const a = /[\\p{L}--[a-z]]/v', 'module')).not.toBeNull()
    expect(fault('import a from "a" with { type: "json" }', 'module')).not.toBeNull()
    expect(
      fault('class A { static #a = 1; static { A.#a ??= 2 } has(o) { return #a in o } }', 'module'),
    ).toBeNull()
  })
  it('take the newer built-ins away and leave the older ones', () => {
    expect(NEWER_BUILT_INS).toEqual(
      expect.arrayContaining([
        'Array.toSorted',
        'Map.groupBy',
        'Promise.withResolvers',
        'Set.union',
        'String.isWellFormed',
        'URL.canParse',
        'AbortSignal.any',
        'Array.fromAsync',
      ]),
    )
    const left = runInNewContext(
      `${removal()};[[].toSorted, Map.groupBy, Promise.withResolvers, ''.isWellFormed, new Set().union, [].findLast, Object.hasOwn, structuredCloneHere].map((one) => typeof one)`,
      { structuredCloneHere: structuredClone },
    ) as string[]
    expect([...left]).toEqual([
      'undefined',
      'undefined',
      'undefined',
      'undefined',
      'undefined',
      'function',
      'function',
      'function',
    ])
  })
})
