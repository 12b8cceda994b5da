import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { COLLECTION_NAMES } from '#shared/protocol/platform.ts'
import { contractFiles } from '../../../data/contract/files.ts'

const committed = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../../docs/contract', name), 'utf8')

describe('the published contract', () => {
  it('is what the schemas generate (mend with `npm run contracts`)', () => {
    for (const [name, text] of Object.entries(contractFiles())) expect(committed(name), name).toBe(text)
  })

  it('资源共享清单与接口接入指南: names every collection, its schema and the four ways', () => {
    const guide = committed('README.md')
    for (const way of ['同步请求', '回调', '会话', '广播', 'x-platform-signature', 'since'])
      expect(guide).toContain(way)
    const open = parse(committed('openapi.yaml')) as { paths: Record<string, unknown>; webhooks: object }
    for (const name of COLLECTION_NAMES) {
      expect(Object.keys(open.paths)).toContain(`/v1/${name}`)
      expect(guide).toContain(`\`${name}\``)
    }
    expect(Object.keys(open.webhooks)).toEqual(['changed'])
  })

  it('points only at components that are there', () => {
    for (const name of ['openapi.yaml', 'asyncapi.yaml']) {
      const document = parse(committed(name)) as Record<string, unknown>
      const refs = [...committed(name).matchAll(/\$ref: ["']?#\/([^"'\n]+)/g)].map((match) => match[1]!)
      expect(refs.length).toBeGreaterThan(5)
      for (const ref of refs) {
        const target = ref
          .split('/')
          .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
        expect(target, `${name} ${ref}`).toBeDefined()
      }
    }
  })
})
