import { zh as common } from './words/common.ts'
import { zh as scene } from './words/scene.ts'
import { zh as frame } from './words/frame.ts'
import { zh as access } from './words/access.ts'
import { zh as management } from './words/management.ts'
import { zh as audit } from './words/audit.ts'
import { zh as notices } from './words/notices.ts'

/** Chinese first; en.ts has the same keys, proved by a test. */
export const zh = { ...common, ...scene, ...frame, ...access, ...management, ...audit, ...notices }
export type Messages = typeof zh
