import { stat } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { openFolder } from './files/folder.ts'
import { openMbtiles } from './files/mbtiles.ts'
import { openPmtiles } from './files/pmtiles.ts'
import { GroundFault, type GroundSource } from './source.ts'
import { openWmts } from './wmts/wmts.ts'

export interface GroundSetting {
  /** As it is set. */
  readonly source: string
  /** `GUANLAN_GROUND_KEY`. */
  readonly key: string | null
}

const [EXPECTED_ZH, EXPECTED_EN] = [
  '应为 .pmtiles 或 .mbtiles 文件、z/x/y.png 文件夹,或 WMTS 地址 http(s)://主机/img_w/wmts',
  'expected a .pmtiles or .mbtiles file, a folder z/x/y.png, or the address of a WMTS as http(s)://host/img_w/wmts',
]

const openPath = async (path: string, variable: string): Promise<GroundSource> => {
  const found = await stat(path)
  if (found.isDirectory()) return openFolder(path)
  const ending = extname(path).toLowerCase()
  if (ending === '.pmtiles') return openPmtiles(path)
  if (ending === '.mbtiles') return openMbtiles(path)
  throw new GroundFault(
    [
      `${variable} 是 ${ending || '没有扩展名的'} 文件,${EXPECTED_ZH}`,
      `${variable} is a ${ending || 'nameless'} file; ${EXPECTED_EN}`,
    ],
    true,
  )
}

/** What could not be opened, in words: the variable, what was found, what was expected. */
const faultOf = (path: string, variable: string, cause: unknown): GroundFault => {
  if (cause instanceof GroundFault) return cause
  const { code, message } = cause as NodeJS.ErrnoException
  if (code === 'ENOENT')
    return new GroundFault([
      `${variable} 指向的 ${path} 不存在,${EXPECTED_ZH}`,
      `${variable}: there is no ${path}; ${EXPECTED_EN}`,
    ])
  if (code === 'EACCES' || code === 'EPERM')
    return new GroundFault([`${variable} 指向的 ${path} 无权读取`, `${variable}: ${path} may not be read`])
  return new GroundFault([
    `${variable} 指向的 ${path} 读不出:${message}`,
    `${variable}: ${path} cannot be read: ${message}`,
  ])
}

/** Opens the ground that is set by `variable`. Throws GroundFault. */
export const openSource = async (
  { source, key }: GroundSetting,
  variable = 'GUANLAN_GROUND',
): Promise<GroundSource> => {
  if (/^[a-z][\w+.-]*:\/\//i.test(source)) return openWmts(source, key, { variable })
  const path = resolve(source)
  return openPath(path, variable).catch((cause: unknown) => {
    throw faultOf(path, variable, cause)
  })
}
