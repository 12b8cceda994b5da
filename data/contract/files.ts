import { stringify } from 'yaml'
import { asyncApi } from './asyncapi.ts'
import { openApi } from './openapi.ts'
import { guide } from './guide.ts'
import type { Json } from './schemas.ts'

const HEAD =
  '# 由 src/shared/protocol/platform.ts 生成，请勿手改：npm run contracts\n# Generated from the schemas; do not edit.\n'
const yamlOf = (document: Json): string =>
  HEAD + stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })

/** Path below `docs/contract` → text. */
export const contractFiles = (): Readonly<Record<string, string>> => ({
  'openapi.yaml': yamlOf(openApi()),
  'asyncapi.yaml': yamlOf(asyncApi()),
  'README.md': guide(),
})
