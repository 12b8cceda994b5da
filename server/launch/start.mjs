/** `npm start`: checks Node, installs what is missing, and goes on in launch.ts on Node 24. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT, findNode24 } from './node24.mjs'
import { install, isInstalled, nodeFault } from './install.mjs'

const fail = (line) => {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}

const fault = nodeFault()
if (fault) fail(fault)
if (!isInstalled({ forTests: false })) {
  const begun = Date.now()
  const seconds = () => `${Math.round((Date.now() - begun) / 1000)} s`
  const title = '安装依赖 / install'
  process.stdout.write(`${title} …\n`)
  const failure = await install(
    () => process.stdout.isTTY && process.stdout.write(`\r  npm ci ${seconds()} `),
  )
  if (failure) fail(`\n安装失败 / the installation failed:\n${failure}`)
  process.stdout.write(`${process.stdout.isTTY ? '\r' : ''}${title} ✓ ${seconds()}\n`)
}
const node = findNode24()
if (!node)
  fail(
    `没有适合 ${process.platform}-${process.arch} 的 Node 24,请自行安装 / no Node 24 for ${process.platform}-${process.arch}: install it yourself`,
  )

const child = spawn(
  node,
  [
    '--disable-warning=ExperimentalWarning',
    join(ROOT, 'server', 'launch', 'launch.ts'),
    ...process.argv.slice(2),
  ],
  {
    cwd: ROOT,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  },
)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))

/** npm may be killed without passing it on: then the parent changes, and everything ends. */
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM')
  }, 1000).unref()
}
