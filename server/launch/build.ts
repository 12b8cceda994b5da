import { createHash } from 'node:crypto'
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { ROOT, findBin } from './node24.mjs'
import { LaunchError } from './options.ts'

const INPUTS = [
  'src',
  'public',
  'scenes',
  'index.html',
  'vite.config.ts',
  'tsconfig.json',
  'package-lock.json',
]
const DIST = join(ROOT, 'dist')
const STAMP = '.sources'
const COMPRESS = /\.(js|css|html|svg|json|wasm|map|txt|glb|xml)$/
const COMPRESS_FROM_BYTES = 2048

const addTo = (hash: ReturnType<typeof createHash>, path: string): void => {
  const full = join(ROOT, path)
  if (!existsSync(full)) return
  if (!statSync(full).isDirectory()) {
    hash.update(path).update(readFileSync(full))
    return
  }
  for (const name of readdirSync(full).sort()) addTo(hash, `${path}/${name}`)
}

/** Changes with any source of the browser application. */
export const sourcesHash = (): string => {
  const hash = createHash('sha256')
  for (const input of INPUTS) addTo(hash, input)
  return hash.digest('hex')
}

export const isBuilt = (hash: string, dist = DIST): boolean => {
  const stamp = join(dist, STAMP)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && existsSync(join(dist, 'index.html'))
}

/** Compressed once here, so that no request waits for it. */
const compressAll = async (folder: string): Promise<void> => {
  const pack = promisify(gzip)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    if (!entry.isFile() || !COMPRESS.test(entry.name) || statSync(file).size < COMPRESS_FROM_BYTES) continue
    writeFileSync(`${file}.gz`, await pack(readFileSync(file), { level: 9 }))
  }
}

/** What a person can use of it: the first complaint, without the stack. */
const withoutStack = (output: string): string =>
  output
    .split('\n')
    .filter((line) => line.trim() && !/^\s+at /.test(line))
    .slice(0, 30)
    .join('\n')

/**
 * Runs Vite's build. Whatever NODE_ENV the caller's shell has, what is built is for production: with `development` or `test`
 * Vue's own development build would be in it, twice as large. Throws LaunchError with the first of Vite's own words.
 */
export const runVite = async (flags: readonly string[], vite = findBin('vite')): Promise<void> => {
  if (!vite) throw new LaunchError('没有安装 vite,请先运行 npm ci / vite is missing: run npm ci')
  await new Promise<void>((done, failed) => {
    const child = spawn(process.execPath, [vite, 'build', ...flags, '--logLevel', 'warn'], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: '0' },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-6000)))
    child.on('error', failed)
    child.on('exit', (code) =>
      code === 0 ? done() : failed(new LaunchError(`构建失败 / the build failed\n${withoutStack(output)}`)),
    )
  })
}

/** Builds the browser application into `dist`. Throws as `runVite`. */
export const build = async (hash: string, dist = DIST, vite = findBin('vite')): Promise<void> => {
  await runVite(['--outDir', dist], vite)
  await compressAll(dist)
  writeFileSync(join(dist, STAMP), hash)
}
