import type { Messages } from './zh.ts'
import { en as common } from './words/en/common.ts'
import { en as scene } from './words/en/scene.ts'
import { en as frame } from './words/en/frame.ts'
import { en as access } from './words/en/access.ts'
import { en as management } from './words/en/management.ts'
import { en as audit } from './words/en/audit.ts'
import { en as notices } from './words/en/notices.ts'

export const en: Messages = { ...common, ...scene, ...frame, ...access, ...management, ...audit, ...notices }
