import { fileURLToPath } from 'node:url'
import { defineConfig, normalizePath, type Plugin } from 'vite'
import vue from '@vitejs/plugin-vue'
import { cesiumAssets } from './src/engines/globe/vite-cesium.ts'

/**
 * What of the libraries no screen uses is left out of the build: their older interfaces, their windows for developers, and
 * the compiler of messages, as words come spoken.
 */
const UNUSED = {
  __VUE_OPTIONS_API__: 'false',
  __VUE_I18N_LEGACY_API__: 'false',
  __VUE_I18N_FULL_INSTALL__: 'false',
  __INTLIFY_PROD_DEVTOOLS__: 'false',
  __INTLIFY_DROP_MESSAGE_COMPILER__: 'true',
}

/** It only defines: of a file there, whose names nobody takes, nothing goes into the build. */
const SHARED = normalizePath(fileURLToPath(new URL('src/shared/', import.meta.url)))

/**
 * zod writes JSON Schema on the server alone. Here its writer's functions are named, so that a name that zod adds is
 * told by the build, and throw where one is called.
 */
const withoutJsonSchema: Plugin = {
  name: 'without-json-schema',
  apply: 'build',
  transform: {
    filter: { id: /\/zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/ },
    handler: (code) => {
      const names = [...code.matchAll(/^export (?:function|const) (\w+)/gm)].map(([, name]) => name)
      const leftOut = `const leftOut = () => { throw new Error('JSON Schema is left out of this build') }`
      return {
        code: [leftOut, `export { ${names.map((name) => `leftOut as ${name}`).join(', ')} }`].join('\n'),
        map: null,
      }
    },
  },
}

/** What Vite puts around every `import()` of the build gives way to ours, which asks again for what did not come. */
const asksAgain: Plugin = {
  name: 'asks-again',
  apply: 'build',
  enforce: 'pre',
  load: {
    filter: { id: /^\0vite\/preload-helper\.js$/ },
    handler: () => {
      const ours = normalizePath(fileURLToPath(new URL('src/app/chunks/preload.ts', import.meta.url)))
      return { code: `export { preload as __vitePreload } from ${JSON.stringify(ours)}`, map: null }
    },
  },
}

export default defineConfig({
  define: UNUSED,
  plugins: [vue(), cesiumAssets(), withoutJsonSchema, asksAgain],
  build: {
    target: 'chrome109',
    cssTarget: 'chrome109',
    outDir: 'dist',
    chunkSizeWarningLimit: 4000,
    sourcemap: false,
    manifest: true,
    rolldownOptions: {
      treeshake: { moduleSideEffects: (id) => (id.startsWith(SHARED) ? false : undefined) },
    },
  },
  server: {
    proxy: { '/api': 'http://127.0.0.1:8080', '/live': { target: 'http://127.0.0.1:8080', ws: true } },
  },
})
