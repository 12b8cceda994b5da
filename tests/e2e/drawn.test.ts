import { afterAll, beforeAll } from 'vitest'
import { closePicture, openPicture } from './drawn.ts'
import './drawn/labels.cases.ts'
import './drawn/pixels.cases.ts'
import './drawn/golden.cases.ts'

beforeAll(openPicture)
afterAll(closePicture)
