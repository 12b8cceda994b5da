import { zh as common } from './words/zh/common.ts'
import { zh as scene } from './words/zh/scene.ts'
import { zh as frame } from './words/zh/frame.ts'
import { zh as access } from './words/zh/access.ts'
import { zh as management } from './words/zh/management.ts'
import { zh as audit } from './words/zh/audit.ts'
import { zh as notices } from './words/zh/notices.ts'

/** Chinese first; en.ts has the same keys, proved by a test. */
export const zh = { ...common, ...scene, ...frame, ...access, ...management, ...audit, ...notices }
export type Messages = typeof zh
