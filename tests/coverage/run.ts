/**
 * `npm run coverage`: runs the tests and tells of each folder of src, server and data how many of its lines none of them
 * reaches: in the tests' own processes, in those they start, and in the pages of Chromium.
 *
 *   --unit     the unit and mount tests alone
 *   FILE …     these test files alone
 *   --add      adds to what earlier runs reached instead of starting anew
 *   --sum      runs nothing: tells what earlier runs reached
 *
 * Figures by folder, by file and the lines themselves are left in data/var/coverage/unreached.json.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../../server/launch/node24.mjs'
import { collect, FOLDER, textHash } from './collect.ts'
import { fileShare, folderShares, shareOf, sumOf, type Reached, type Share, type Told } from './lines.ts'

const RUNS = join(FOLDER, 'runs')
/** A folder is told where more than so much of it is reached by no test. */
const MOST_UNREACHED = 0.1
const WORST_FILES = 8

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { unit: { type: 'boolean' }, add: { type: 'boolean' }, sum: { type: 'boolean' } },
})
const say = (line: string): void => void process.stdout.write(`${line}\n`)

if (!values.sum) {
  if (!values.add) rmSync(RUNS, { recursive: true, force: true })
  mkdirSync(RUNS, { recursive: true })
  const reached = await collect({ files: positionals, unit: values.unit ?? false })
  writeFileSync(join(RUNS, `${new Date().toISOString().replaceAll(':', '-')}.json`), JSON.stringify(reached))
}

const told = new Map<string, Told[]>()
for (const name of existsSync(RUNS) ? readdirSync(RUNS) : [])
  for (const reached of JSON.parse(readFileSync(join(RUNS, name), 'utf8')) as Reached[])
    for (const [file, one] of Object.entries(reached)) told.set(file, [...(told.get(file) ?? []), one])

const sums = [...told]
  .filter(([file]) => existsSync(join(ROOT, file)))
  .map(([file, parts]) => [file, sumOf(parts, textHash(file))] as const)
const files = sums.map(([file, lines]) => fileShare(file, lines))
const folders = folderShares(files)
const rowOf = ({ name, lines, unreached }: Share): string => {
  const share = (shareOf({ lines, unreached }) * 100).toFixed(1).padStart(5)
  return `${share} %  ${String(unreached).padStart(5)} of ${String(lines).padStart(6)} lines  ${name}`
}
const isAbove = (share: Share): boolean => shareOf(share) > MOST_UNREACHED
for (const folder of folders) say(`${isAbove(folder) ? '!' : ' '} ${rowOf(folder)}`)

const above = folders.filter(isAbove).sort((a, b) => shareOf(b) - shareOf(a))
say(`\n${above.length} of ${folders.length} folders above ${MOST_UNREACHED * 100} %`)
for (const folder of above) {
  say(`! ${rowOf(folder)}`)
  const inside = files.filter(
    ({ name, unreached }) =>
      unreached > 0 &&
      name.startsWith(`${folder.name}/`) &&
      !name.slice(folder.name.length + 1).includes('/'),
  )
  for (const file of inside.sort((a, b) => b.unreached - a.unreached).slice(0, WORST_FILES))
    say(`      ${rowOf(file)}`)
}
const unreachedLines = Object.fromEntries(
  sums.flatMap(([file, lines]) => {
    const missed = Object.keys(lines).filter((line) => !lines[Number(line)])
    return missed.length > 0 ? [[file, missed.map(Number)]] : []
  }),
)
mkdirSync(FOLDER, { recursive: true })
writeFileSync(
  join(FOLDER, 'unreached.json'),
  JSON.stringify({ folders, files: files.sort((a, b) => b.unreached - a.unreached), unreachedLines }),
)
