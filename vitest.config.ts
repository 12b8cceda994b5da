import { defineConfig } from 'vitest/config'
import vue from '@vitejs/plugin-vue'

/** Two cores carry the database, the browser and the tests: the projects with real parts run one file at a time, one project after the other. */
const serial = (groupOrder: number) => ({ fileParallelism: false, testTimeout: 120_000, hookTimeout: 240_000, sequence: { groupOrder } })

export default defineConfig({
  test: {
    reporters: ['default', './tests/requirements/reporter.ts'],
    projects: [
      { plugins: [vue()], test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], testTimeout: 30_000 } },
      { test: { name: 'server', include: ['tests/server/**/*.test.ts'], ...serial(1) } },
      { test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], ...serial(2) } },
      { test: { name: 'render', include: ['tests/render/**/*.test.ts'], ...serial(3) } },
      { test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], ...serial(4) } },
    ],
  },
})
