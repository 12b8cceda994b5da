/** `node with-node.mjs vite build` or `node with-node.mjs file.ts …`: runs a package's command or a script on Node 24, whatever Node the machine has. */
import { spawn } from 'node:child_process'
import { ROOT, findBin, findNode24 } from './node24.mjs'

const [target, ...rest] = process.argv.slice(2)
const node = findNode24()
if (!node) {
  console.error('Node 24 is not installed here: run `npm ci` first (it brings Node 24 as a package).')
  process.exit(1)
}
const script = /\.(ts|mjs|js)$/.test(target) ? target : findBin(target)
if (!script) {
  console.error(`no command named ${target}`)
  process.exit(1)
}
const child = spawn(node, ['--disable-warning=ExperimentalWarning', script, ...rest], {
  cwd: ROOT,
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal ? 128 : (code ?? 1)))
