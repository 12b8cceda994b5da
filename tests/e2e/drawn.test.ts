import { afterAll, beforeAll } from 'vitest'
import { closePicture, openPicture } from './drawn.ts'
import './drawn/labels.cases.ts'

beforeAll(openPicture)
afterAll(closePicture)
