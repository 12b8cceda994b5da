import type { Messages } from './zh.ts'
import { en as common } from './words/common.ts'
import { en as scene } from './words/scene.ts'
import { en as frame } from './words/frame.ts'
import { en as access } from './words/access.ts'
import { en as management } from './words/management.ts'
import { en as audit } from './words/audit.ts'
import { en as notices } from './words/notices.ts'

export const en: Messages = { ...common, ...scene, ...frame, ...access, ...management, ...audit, ...notices }
