import { defineConfig } from 'vite'
import vue from '@vitejs/plugin-vue'
import { cesiumAssets } from './src/engines/globe/vite-cesium.ts'

export default defineConfig({
  plugins: [vue(), cesiumAssets()],
  build: {
    target: 'chrome109',
    cssTarget: 'chrome109',
    outDir: 'dist',
    chunkSizeWarningLimit: 4000,
    sourcemap: false,
    manifest: true,
  },
  server: {
    proxy: { '/api': 'http://127.0.0.1:8080', '/live': { target: 'http://127.0.0.1:8080', ws: true } },
  },
})
