/** Writes the published contract to docs/contract (`npm run contracts`). */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { contractFiles } from './files.ts'

const dir = join(import.meta.dirname, '../../docs/contract')
mkdirSync(dir, { recursive: true })
for (const [name, text] of Object.entries(contractFiles())) {
  writeFileSync(join(dir, name), text)
  console.log(`docs/contract/${name}`)
}
