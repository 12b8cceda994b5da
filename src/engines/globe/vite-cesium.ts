import { cp } from 'node:fs/promises'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'
import type { Plugin } from 'vite'

/** What Cesium fetches at run time: its workers, its textures and tables, its decoders. */
const FOLDERS = ['Workers', 'Assets', 'ThirdParty'] as const
const BUILD = join('node_modules', 'cesium', 'Build', 'Cesium')
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.xml': 'application/xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.css': 'text/css',
}

/** Serves Cesium's own files under `/cesium/` in development, and copies them into the build. */
export const cesiumAssets = (): Plugin => {
  let [root, outDir] = ['', '']
  return {
    name: 'guanlan-cesium-assets',
    configResolved(config) {
      root = config.root
      outDir = join(config.root, config.build.outDir)
    },
    configureServer(server) {
      server.middlewares.use('/cesium', (request, response, next) => {
        const path = normalize(decodeURIComponent((request.url ?? '/').split('?')[0]!))
        const file = join(root, BUILD, path)
        const known = FOLDERS.some((folder) => path.startsWith(`/${folder}/`))
        if (!known || !existsSync(file) || !statSync(file).isFile()) return next()
        response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream')
        createReadStream(file).pipe(response)
      })
    },
    async writeBundle(options) {
      const into = join(options.dir ?? outDir, 'cesium')
      await Promise.all(
        FOLDERS.map((folder) => cp(join(root, BUILD, folder), join(into, folder), { recursive: true })),
      )
    },
  }
}
